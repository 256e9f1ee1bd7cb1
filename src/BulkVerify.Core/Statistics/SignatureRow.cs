using System.Text.Json.Serialization;

namespace BulkVerify.Statistics;

/// <summary>One DKIM signature in a <see cref="MessageRow"/>. Texts are RFC 8601 words or the names of the reason sets.</summary>
public sealed class SignatureRow : IReusable
{
    /// <summary>d=, the signing domain; empty when missing or ill-formed.</summary>
    [JsonPropertyName("d")]
    public string D { get; set; } = "";

    /// <summary>s=, the selector; empty when missing or ill-formed.</summary>
    [JsonPropertyName("s")]
    public string S { get; set; } = "";

    /// <summary>a=, as registered; "unknown" otherwise.</summary>
    [JsonPropertyName("a")]
    public string A { get; set; } = "";

    /// <summary>Size of the key in bits; 0 when no key was found.</summary>
    [JsonPropertyName("bits")]
    public int Bits { get; set; }

    /// <summary>pass, fail, policy, neutral, temperror or permerror.</summary>
    [JsonPropertyName("result")]
    public string Result { get; set; } = "";

    [JsonPropertyName("reason")]
    public string Reason { get; set; } = "";

    /// <summary>Aligned with the author domain under the rules of the run, whatever the result.</summary>
    [JsonPropertyName("aligned")]
    public bool Aligned { get; set; }

    /// <summary>Where the key came from: dns, snapshot, keyring or recovered; empty when none was found.</summary>
    [JsonPropertyName("key_from")]
    public string KeyFrom { get; set; } = "";

    /// <summary>True when l= leaves part of the body unsigned (RFC 6376 §8.2).</summary>
    [JsonPropertyName("unsigned_content")]
    public bool UnsignedContent { get; set; }

    /// <summary>"match" or "mismatch" of bh= with the stored body, whatever became of the key; empty when it was not hashed.</summary>
    [JsonPropertyName("body_hash")]
    public string BodyHash { get; set; } = "";

    /// <summary>"verified-after-repair" when the signature verifies after the repair of the row, "body-hash" when its body hash matches then and no more is known; empty otherwise.
    /// Diagnosis: <see cref="Result"/> and <see cref="Reason"/> stay those of the message as it is stored, which count.</summary>
    [JsonPropertyName("repaired")]
    public string Repaired { get; set; } = "";

    /// <summary>What the receiver said of this signature on arrival; empty when it did not name it.</summary>
    [JsonPropertyName("then")]
    public string Then { get; set; } = "";

    /// <summary>Result by the rules of the day that was asked for (--policy-date), where it is another one; empty otherwise. <see cref="Result"/> counts.</summary>
    [JsonPropertyName("past_result")]
    public string PastResult { get; set; } = "";

    /// <summary>Reason of <see cref="PastResult"/>.</summary>
    [JsonPropertyName("past_reason")]
    public string PastReason { get; set; } = "";

    /// <summary>c=, header/body: "relaxed/simple".</summary>
    [JsonPropertyName("c")]
    public string C { get; set; } = "";

    /// <summary>True when the key record says t=y: the domain tests DKIM.</summary>
    [JsonPropertyName("testing")]
    public bool Testing { get; set; }

    /// <summary>True when l= is used, whether or not it leaves anything unsigned.</summary>
    [JsonPropertyName("length_used")]
    public bool LengthUsed { get; set; }

    /// <summary>True when From or Subject occurs more often in the message than h= covers (RFC 6376 §8.15).</summary>
    [JsonPropertyName("duplicates_unsigned")]
    public bool DuplicatesUnsigned { get; set; }

    public void Clear()
    {
        Bits = 0;
        Aligned = UnsignedContent = Testing = LengthUsed = DuplicatesUnsigned = false;
        D = S = A = Result = Reason = KeyFrom = BodyHash = Repaired = Then = PastResult = PastReason = C = "";
    }
}
