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
            ("X-Envelope-Sender", HeaderId.XEnvelopeFrom),
            ("Envelope-From", HeaderId.XEnvelopeFrom),
            ("X-MailFrom", HeaderId.XEnvelopeFrom),
            ("X-Mail-From", HeaderId.XEnvelopeFrom),
            ("X-Original-Return-Path", HeaderId.XOriginalReturnPath),
            ("Original-Return-Path", HeaderId.XOriginalReturnPath),
            ("Mailing-List", HeaderId.ListSoftware),
            ("X-Mailing-List", HeaderId.ListSoftware),
            ("X-BeenThere", HeaderId.ListSoftware),
            ("X-Mailman-Version", HeaderId.ListSoftware),
            ("X-Google-Group-Id", HeaderId.ListSoftware),
            ("X-Listprocessor-Version", HeaderId.ListSoftware),
            ("X-ML-Name", HeaderId.ListSoftware),
            ("X-Sympa-To", HeaderId.ListSoftware),
            ("X-Listar-Version", HeaderId.ListSoftware),
            ("Precedence", HeaderId.Precedence),
            ("Resent-From", HeaderId.ResentFrom),
            ("Resent-Sender", HeaderId.ResentFrom),
            ("X-Forwarded-To", HeaderId.XForwarded),
            ("X-Forwarded-For", HeaderId.XForwarded),
            ("X-Forwarded-Encrypted", HeaderId.XForwarded),
        ];
        var table = new (byte[], HeaderId)[all.Max(n => n.Name.Length) + 1][];
        for (int length = 0; length < table.Length; length++)
            table[length] = [.. all.Where(n => n.Name.Length == length).Select(n => (Encoding.ASCII.GetBytes(n.Name), n.Id))];
        return table;
    }
}
