using System.Net;
using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Engine.Repairs;
using BulkVerify.Engine.Resolving;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Evaluation;
using BulkVerify.Senders;
using BulkVerify.Statistics;
using BulkVerify.Summaries;

namespace BulkVerify.Engine;

/// <summary>Judges one message and keeps everything that a run throws away. No actor system; live questions are asked directly, those of one round at a time.</summary>
public sealed class MessageExplainer(VerifyOptions options, RunDns dns, TimeProvider time)
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);

    private readonly Lazy<(IReadOnlyList<IPEndPoint> Servers, DnsClientTransport Transport)> _live = new(() =>
    {
        IReadOnlyList<IPEndPoint> servers = dns.Source.FindServers();
        return (servers, new DnsClientTransport(servers));
    });

    /// <summary>Takes the place of what the message says of its envelope.</summary>
    public EnvelopeOptions Overrides { get; init; } = EnvelopeOptions.Default;

    /// <summary>Explains a message; null when there is none at the place.</summary>
    /// <param name="plan">Plan that holds it.</param>
    /// <param name="locator">Null for the first message of the plan.</param>
    /// <param name="canonical">When given, told the octets that each signature covers: index, headers, body.</param>
    /// <param name="cancellation">Stops reading and asking.</param>
    public async Task<Explanation?> ExplainAsync(ArchivePlan plan, MessageLocator? locator, Action<int, byte[], byte[]>? canonical, CancellationToken cancellation)
    {
        ReadOptions reading = RunSetup.Reading(options, new EngineOptions());
        (MessageBatch Batch, MessageExtent Extent)? found = locator is { } place
            ? await MessageFinder.FindAsync(plan, place, reading, cancellation).ConfigureAwait(false)
            : await MessageFinder.FirstAsync(plan, reading, cancellation).ConfigureAwait(false);
        if (found is not { } message)
            return null;
        EvaluationContext context = RunSetup.Evaluation(options, time);
        SenderAttributor senders = RunSetup.Senders(options, context);
        MessageEvaluation evaluation;
        byte[] stored = message.Batch.BytesOf(message.Extent).ToArray();
        using (message.Batch)
            evaluation = new MessageEvaluation(DigestOf(message.Batch, message.Extent, senders, canonical));
        await EvaluateAsync(context, evaluation, cancellation).ConfigureAwait(false);
        MessageRow row = new RowBuilder(context, senders).Build(evaluation);
        if (AlteredMessage.Suits(row) && new RepairTrial(context, RunSetup.Digests(options), dns.View).Try(stored, AlteredMessage.Of(row)) is { } repair)
            repair.ApplyTo(row);
        return ExplanationBuilder.Build(evaluation, row, dns.View);
    }

    /// <exception cref="InvalidDataException">A run refuses the message, so there is nothing to explain.</exception>
    private MessageDigest DigestOf(MessageBatch batch, in MessageExtent extent, SenderAttributor senders, Action<int, byte[], byte[]>? canonical)
    {
        EnvelopeOptions envelope = RunSetup.Envelope(options) with { ClientIp = Overrides.ClientIp, Helo = Overrides.Helo, MailFrom = Overrides.MailFrom };
        var reader = new MessageDigestReader(envelope, RunSetup.Digests(options), senders.Catalog.Fingerprints);
        var digest = new MessageDigest();
        if (!reader.ReadClaims(batch, extent, digest))
            throw new InvalidDataException($"{extent.Archive}@{extent.ArchiveOffset}: {MessageDigestReader.TooManyFields}");
        reader.ReadDigest(batch, extent, digest);
        if (canonical is null)
            return digest;
        IReadOnlyList<(byte[] Headers, byte[] Body)> forms = reader.Canonical(batch, extent, digest);
        for (int i = 0; i < forms.Count; i++)
            canonical(i, forms[i].Headers, forms[i].Body);
        return digest;
    }

    private async Task EvaluateAsync(EvaluationContext context, MessageEvaluation evaluation, CancellationToken cancellation)
    {
        var missing = new DnsQuestionSet();
        for (int round = 0; round < StageContext.MaxRounds; round++)
        {
            missing.Clear();
            if (new MessageEvaluator(context, dns.View).Evaluate(evaluation, missing))
                return;
            await Task.WhenAll(dns.ToAsk(missing.ToArray()).Select(async question =>
                dns.Answers.Add(question, await AskAsync(question, cancellation).ConfigureAwait(false), time.GetUtcNow()))).ConfigureAwait(false);
        }
        throw new InvalidDataException($"the answers lead to more than {StageContext.MaxRounds} rounds of DNS questions; judge the message offline, by recorded answers (--dns FILE).");
    }

    private async Task<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken cancellation)
    {
        (IReadOnlyList<IPEndPoint> servers, DnsClientTransport transport) = _live.Value;
        DnsAnswer last = DnsAnswer.Timeout;
        foreach (IPEndPoint server in servers.Concat(servers))
        {
            TransportReply reply = await transport.AskAsync(server, question, useEdns: true, AttemptTimeout, cancellation).ConfigureAwait(false);
            if (reply is { Outcome: TransportOutcome.Answered, Answer: { } answer })
                return answer;
            last = reply.Outcome == TransportOutcome.TimedOut ? DnsAnswer.Timeout : DnsAnswer.ServFail;
        }
        return last;
    }
}
