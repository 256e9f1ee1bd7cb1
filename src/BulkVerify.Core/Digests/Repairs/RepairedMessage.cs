namespace BulkVerify.Digests.Repairs;

/// <summary>A message after repairs, as octets.</summary>
public sealed record RepairedMessage(IReadOnlyList<MessageRepair> Repairs, byte[] Message)
{
    /// <summary>The repairs as rows name them: "list-footer+subject-tag".</summary>
    public string Name => string.Join('+', Repairs.Select(NameOf));

    public static string NameOf(MessageRepair repair) => repair switch
    {
        MessageRepair.UnquotedFrom => "unquoted-from",
        MessageRepair.QuotedFrom => "quoted-from",
        MessageRepair.LineEndings => "line-endings",
        MessageRepair.TrailingSpace => "trailing-space",
        MessageRepair.SignatureDash => "signature-dash",
        MessageRepair.ListFooter => "list-footer",
        MessageRepair.Reencoded8Bit => "reencoded-8bit",
        MessageRepair.ReencodedQuotedPrintable => "reencoded-quoted-printable",
        MessageRepair.MimeWrapping => "mime-wrapping",
        MessageRepair.FooterPart => "footer-part",
        MessageRepair.AddedHeaders => "added-headers",
        _ => "subject-tag",
    };

    internal RepairedMessage With(MessageRepair repair, byte[] message) => new([.. Repairs, repair], message);
}
