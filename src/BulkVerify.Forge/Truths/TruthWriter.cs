using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Signing;

namespace BulkVerify.Forge.Truths;

/// <summary>Writes truth.jsonl: one object per message, in the order of making.</summary>
internal sealed class TruthWriter : IDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream _stream;
    private readonly Utf8JsonWriter _json;

    public TruthWriter(string file)
    {
        _stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        _json = new Utf8JsonWriter(_stream, Plain);
    }

    public void Write(MessageTruth truth)
    {
        _json.WriteStartObject();
        _json.WriteString("archive", truth.Stored.Archive);
        _json.WriteNumber("offset", truth.Stored.Offset);
        _json.WriteNumber("length", truth.Stored.Length);
        _json.WriteString("message_id", truth.MessageId);
        _json.WriteString("class", truth.Class.ToString().ToLowerInvariant());
        _json.WriteNumber("received_at", truth.Plan.Time);
        _json.WriteString("author_domain", truth.AuthorDomain);
        WriteEnvelope(truth);
        WriteSignatures(truth.Signatures);
        _json.WriteStartObject("arc");
        _json.WriteString("result", truth.Arc.Result.ToWord());
        _json.WriteString("reason", truth.Arc.Reason.ToString());
        _json.WriteEndObject();
        WriteDmarc("dmarc", truth.Dmarc);
        if (truth.Dmarc7489 != truth.Dmarc)
            WriteDmarc("dmarc_7489", truth.Dmarc7489);
        WritePlan(truth.Plan);
        _json.WriteEndObject();
        _json.Flush();
        _stream.Write("\n"u8);
        _json.Reset();
    }

    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    private void WriteEnvelope(MessageTruth truth)
    {
        bool received = truth.Envelope.Client is not null;
        _json.WriteString("mail_from", !received ? "" : truth.Envelope.MailFrom.Length == 0 ? "<>" : truth.Envelope.MailFrom);
        _json.WriteString("helo", truth.Envelope.Helo);
        _json.WriteString("client_ip", truth.Envelope.Client?.Address.ToString() ?? "");
        _json.WriteStartObject("spf");
        _json.WriteString("result", truth.Spf.Result.ToWord());
        _json.WriteString("domain", truth.Envelope.SpfDomain);
        _json.WriteString("reason", truth.Spf.Reason.ToString());
        _json.WriteBoolean("aligned", truth.Dmarc.SpfAligned);
        _json.WriteEndObject();
    }

    private void WriteSignatures(IReadOnlyList<ForgedSignature> signatures)
    {
        _json.WriteStartArray("dkim");
        foreach (ForgedSignature signature in signatures)
        {
            DkimReason reason = SignatureTruths.ReasonOf(signature);
            _json.WriteStartObject();
            _json.WriteString("d", SignatureTruths.DomainOf(signature));
            _json.WriteString("s", signature.Request.Selector);
            _json.WriteString("a", SignatureTruths.AlgorithmOf(signature));
            _json.WriteNumber("bits", SignatureTruths.BitsOf(signature));
            _json.WriteString("result", SignatureTruths.ResultOf(reason).ToWord());
            _json.WriteString("reason", reason.ToString());
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void WriteDmarc(string name, DmarcTruth dmarc)
    {
        _json.WriteStartObject(name);
        _json.WriteString("result", dmarc.Result.ToWord());
        _json.WriteString("policy", dmarc.Policy ?? "");
        _json.WriteString("effective_policy", dmarc.EffectivePolicy ?? "");
        _json.WriteString("reason", dmarc.Reason.ToString());
        _json.WriteEndObject();
    }

    private void WritePlan(MessagePlan plan)
    {
        _json.WriteString("vendor", plan.Vendor?.Vendor.Id ?? "");
        _json.WriteString("mode", plan.Mode);
        _json.WriteString("setup", JsonNamingPolicy.KebabCaseLower.ConvertName(plan.Setup.ToString()));
        _json.WriteString("policy_shape", JsonNamingPolicy.KebabCaseLower.ConvertName(plan.Company.Shape.ToString()));
        if (plan.Defect.Name.Length > 0)
            _json.WriteString("defect", Kebab(plan.Defect.Name));
        if (plan.Indirect != IndirectKind.None)
            _json.WriteString("indirect", Kebab(plan.Indirect.ToString()));
    }

    /// <summary>"spf-TooManyLookups" as "spf-too-many-lookups".</summary>
    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (string part in name.Split('-'))
            text.Append(text.Length > 0 ? "-" : "").Append(JsonNamingPolicy.KebabCaseLower.ConvertName(part));
        return text.ToString();
    }
}
