namespace BulkVerify.Dns;

/// <summary>What is known of the DNS at this moment. Evaluators read it and never wait: a question it cannot answer goes into a
/// <see cref="DnsQuestionSet"/>, and the evaluator is called again when the answers are there.</summary>
/// <remarks>Implementations are safe for concurrent readers.</remarks>
public interface IDnsView
{
    /// <summary>The answer, or null when the question has to be asked first.</summary>
    DnsAnswer? Find(in DnsQuestion question);
}
