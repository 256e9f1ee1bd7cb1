using BulkVerify.Archives;
using BulkVerify.Batches;
using BulkVerify.Claims;
using BulkVerify.Digests;
using BulkVerify.Dns;
using BulkVerify.Engine;
using BulkVerify.Engine.Runs;
using BulkVerify.Engine.Stages;
using BulkVerify.Evaluation;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Reports.Rows;
using BulkVerify.Statistics;

namespace BulkVerify.Throughput;

/// <summary>The work of the pipeline on one thread, a stage at a time for each batch, so that the share of each can be told. The same calls as the engine's stages make.</summary>
internal sealed class StageBreakdown(VerifyOptions options, RunDns dns, string work)
{
    private const int WarmPasses = 2;
    private const int Passes = 5;

    private readonly EngineOptions _engine = new();
    private readonly CountingView _view = new(dns.View);
    private readonly StageContext _context = RunSetup.Stages(options, dns, TimeProvider.System, probe: null);
    private readonly List<string> _names = [];
    private readonly Dictionary<string, (double Cpu, long Bytes)> _sums = [];

    public int Messages { get; private set; }

    /// <summary>Look-ups in the run's DNS view of one pass; most are answered by caches above it and never get there.</summary>
    public long Lookups => _view.Count;

    /// <summary>The least of several passes by CPU time, stage by stage: other work on the machine only ever adds.</summary>
    public async Task<List<StageCost>> MeasureAsync()
    {
        var best = new Dictionary<string, StageCost>();
        for (int pass = 0; pass < WarmPasses + Passes; pass++)
        {
            _sums.Clear();
            _names.Clear();
            _view.Count = 0;
            Messages = 0;
            await PassAsync(Path.Combine(work, $"stages-{pass}.parquet")).ConfigureAwait(false);
            foreach (string name in pass < WarmPasses ? [] : _names)
            {
                if (!best.TryGetValue(name, out StageCost? known) || _sums[name].Cpu < known.CpuSeconds)
                    best[name] = new StageCost(name, _sums[name].Cpu, _sums[name].Bytes);
            }
        }
        return [.. _names.Select(n => best[n])];
    }

    private async Task PassAsync(string rowFile)
    {
        ArchivePlan plan = ArchivePlanner.Plan(options.Paths, RunSetup.Planning(options, _engine));
        var slabs = new SlabPool(_engine.MemoryBytes / 2);
        var tools = new Tools(_context, new MessageEvaluator(_context.Evaluation, _view));
        var statistics = new RunStatistics();
        await using var rows = new RowFileWriter(rowFile);
        foreach (PlannedSplit split in plan.Splits)
        {
            await using SplitReader reader = SplitReader.Open(plan, split, slabs, RunSetup.Reading(options, _engine), CancellationToken.None);
            while (Timed("read + frame", () => reader.ReadAsync().AsTask().GetAwaiter().GetResult()) is { } batch)
            {
                using (batch)
                    Run(batch, tools);
                Messages += tools.Rows.Count;
                Timed("statistics", () => { tools.Rows.ForEach(statistics.Add); return true; });
                Timed("parquet", () => { rows.AddAsync(tools.Rows, CancellationToken.None).AsTask().GetAwaiter().GetResult(); return true; });
            }
        }
        Timed("parquet", () => { rows.CompleteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult(); return true; });
        Timed("statistics to disk", () => { StatisticsCodec.Write(statistics, Stream.Null); return true; });
    }

    private void Run(MessageBatch batch, Tools tools)
    {
        tools.Begin(batch);
        Timed("scan + claims", () => tools.ReadClaims(batch));
        Timed("digest", () => tools.Digest(batch));
        Timed("prepare (keys, SPF)", tools.Prepare);
        Timed("verify (RSA, Ed25519)", tools.Verify);
        Timed("judge (DMARC)", tools.Judge);
        Timed("attribute + row", tools.BuildRows);
    }

    private T Timed<T>(string name, Func<T> stage)
    {
        if (!_sums.TryGetValue(name, out (double Cpu, long Bytes) sum))
            _names.Add(name);
        long allocated = GC.GetTotalAllocatedBytes(precise: false);
        double started = ProcessorTime.Now;
        T result = stage();
        _sums[name] = (sum.Cpu + ProcessorTime.Now - started, sum.Bytes + GC.GetTotalAllocatedBytes(precise: false) - allocated);
        return result;
    }

    private sealed class Tools(StageContext context, MessageEvaluator evaluator)
    {
        private readonly NameTable _names = new();
        private readonly List<HeaderTable> _headers = [];
        private readonly BatchRecords _records = new();
        private readonly List<MessageEvaluation> _messages = [];
        private readonly SignatureCheckBatch _checks = new();
        private readonly SignatureBatchVerifier _verifier = new();
        private readonly MessageDigester _digester = new(context.Digests);
        private readonly RowBuilder _rows = new(context.Evaluation, context.Senders);
        private readonly DnsQuestionSet _missing = new();
        private ClaimsReader? _reader;
        private VendorMarkReader? _markReader;

        public List<MessageRow> Rows { get; } = [];

        public void Begin(MessageBatch batch)
        {
            _reader ??= new ClaimsReader(context.Envelope, _names);
            _markReader ??= new VendorMarkReader(context.Senders.Catalog.Fingerprints, _names);
            while (_headers.Count < batch.Messages.Count)
                _headers.Add(new HeaderTable());
            _messages.Clear();
            Rows.Clear();
            _records.Clear();
            for (int i = 0; i < batch.Messages.Count; i++)
                _messages.Add(_records.NextMessage());
        }

        public bool ReadClaims(MessageBatch batch)
        {
            for (int i = 0; i < batch.Messages.Count; i++)
            {
                MessageExtent extent = batch.Messages[i];
                ReadOnlySpan<byte> message = batch.BytesOf(extent);
                HeaderScanner.Scan(message, _headers[i]);
                MessageDigest digest = _messages[i].Digest;
                (digest.Locator, digest.Length) = (extent.Locator, extent.Length);
                _reader!.Read(message, batch.SeparatorOf(extent), _headers[i], digest.Claims);
                digest.Marks = _markReader!.Read(message, _headers[i], digest.Claims.Envelope.TrustBoundary);
            }
            return true;
        }

        public bool Digest(MessageBatch batch)
        {
            for (int i = 0; i < batch.Messages.Count; i++)
            {
                MessageExtent extent = batch.Messages[i];
                MessageDigest digest = _messages[i].Digest;
                _digester.Digest(batch.BytesOf(extent), _headers[i], digest.Claims.Signatures, batch.Variant, extent.HasQuotedFrom, digest.Signatures);
                digest.Fingerprint = Fingerprint.Of(digest.Claims.MessageId, digest.Signatures.BodyFingerprint);
                _messages[i].Begin();
            }
            return true;
        }

        public bool Prepare()
        {
            foreach (MessageEvaluation message in _messages)
                evaluator.Prepare(message, _missing);
            return true;
        }

        public bool Verify()
        {
            _checks.Clear();
            foreach (MessageEvaluation message in _messages)
                evaluator.Queue(message, _checks);
            _verifier.Verify(_checks);
            foreach (MessageEvaluation message in _messages)
                MessageEvaluator.Complete(message, _checks);
            return true;
        }

        public bool Judge()
        {
            foreach (MessageEvaluation message in _messages)
                evaluator.Judge(message, _missing);
            return true;
        }

        public bool BuildRows()
        {
            foreach (MessageEvaluation message in _messages)
            {
                MessageRow row = _records.NextRow();
                _rows.Build(message, row);
                Rows.Add(row);
            }
            return true;
        }
    }

    private sealed class CountingView(IDnsView view) : IDnsView
    {
        public long Count { get; set; }

        public DnsAnswer? Find(in DnsQuestion question)
        {
            Count++;
            return view.Find(question);
        }
    }
}
