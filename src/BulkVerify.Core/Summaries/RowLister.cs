namespace BulkVerify.Summaries;

/// <summary>The command that lists the messages behind a number.</summary>
/// <param name="sender">Only of this sender; empty for all.</param>
/// <param name="domain">Only of this From domain; empty for all.</param>
/// <param name="where">Only those for which a <see cref="RowCondition"/> holds; empty for all.</param>
public delegate string RowLister(string sender, string domain, string where);
