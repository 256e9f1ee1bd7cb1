namespace BulkVerify.Archives;

/// <summary>How the messages of an mbox are told apart and quoted.</summary>
/// <param name="Variant">How body lines are quoted.</param>
/// <param name="Separators">Never <see cref="MboxSeparators.Auto"/>.</param>
/// <param name="PassedOver">Lines of the sample that head a message but follow no empty line, and are read as text.</param>
public readonly record struct MboxForm(MboxVariant Variant, MboxSeparators Separators, int PassedOver);
