using System.Text;

namespace BulkVerify.Claims;

/// <summary>Recognizes the names of <see cref="HeaderId"/>, any case.</summary>
public static class HeaderNames
{
    private static readonly (byte[] Name, HeaderId Id)[][] ByLength = Build();

    public static HeaderId Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= ByLength.Length)
            return HeaderId.Other;
        foreach ((byte[] known, HeaderId id) in ByLength[name.Length])
        {
            if (Ascii.EqualsIgnoreCase(known, name))
                return id;
        }
        return HeaderId.Other;
    }

    private static (byte[], HeaderId)[][] Build()
    {
        (string Name, HeaderId Id)[] all =
        [
            ("ARC-Authentication-Results", HeaderId.ArcAuthenticationResults),
            ("ARC-Message-Signature", HeaderId.ArcMessageSignature),
            ("ARC-Seal", HeaderId.ArcSeal),
            ("Authentication-Results", HeaderId.AuthenticationResults),
            ("Cc", HeaderId.Cc),
            ("Content-Length", HeaderId.ContentLength),
            ("Date", HeaderId.Date),
            ("Delivered-To", HeaderId.DeliveredTo),
            ("DKIM-Signature", HeaderId.DkimSignature),
            ("DKIM2-Signature", HeaderId.Dkim2Signature),
            ("Feedback-ID", HeaderId.FeedbackId),
            ("From", HeaderId.From),
            ("List-Id", HeaderId.ListId),
            ("List-Post", HeaderId.ListPost),
            ("List-Unsubscribe", HeaderId.ListUnsubscribe),
            ("List-Unsubscribe-Post", HeaderId.ListUnsubscribePost),
            ("Message-ID", HeaderId.MessageId),
            ("Received", HeaderId.Received),
            ("Received-SPF", HeaderId.ReceivedSpf),
            ("Reply-To", HeaderId.ReplyTo),
            ("Return-Path", HeaderId.ReturnPath),
            ("Sender", HeaderId.Sender),
            ("Subject", HeaderId.Subject),
            ("To", HeaderId.To),
            ("X-Envelope-From", HeaderId.XEnvelopeFrom),
            ("X-Feedback-ID", HeaderId.XFeedbackId),
            ("X-Original-Return-Path", HeaderId.XOriginalReturnPath),
        ];
        var table = new (byte[], HeaderId)[all.Max(n => n.Name.Length) + 1][];
        for (int length = 0; length < table.Length; length++)
            table[length] = [.. all.Where(n => n.Name.Length == length).Select(n => (Encoding.ASCII.GetBytes(n.Name), n.Id))];
        return table;
    }
}
