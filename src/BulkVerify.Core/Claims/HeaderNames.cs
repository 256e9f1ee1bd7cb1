using System.Text;

namespace BulkVerify.Claims;

/// <summary>Recognizes the names of <see cref="HeaderId"/>, any case.</summary>
public static class HeaderNames
{
    /// <summary>Power of two; large enough that few names share a slot.</summary>
    private const int Slots = 256;

    /// <summary>Every name with its id.</summary>
    internal static readonly (string Name, HeaderId Id)[] All =
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
        ("Content-Type", HeaderId.ContentType),
        ("X-GM-THRID", HeaderId.GmailStore),
        ("X-Gmail-Labels", HeaderId.GmailStore),
        ("X-Mozilla-Status", HeaderId.MozillaStore),
        ("X-Mozilla-Keys", HeaderId.MozillaStore),
        ("X-Uniform-Type-Identifier", HeaderId.AppleStore),
        ("X-Universally-Unique-Identifier", HeaderId.AppleStore),
        ("X-Apple-Mail-Labels", HeaderId.AppleStore),
    ];

    private static readonly (byte[] Name, HeaderId Id)[][] BySlot = Build();

    public static HeaderId Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return HeaderId.Other;
        foreach ((byte[] known, HeaderId id) in BySlot[SlotOf(name)])
        {
            if (known.Length == name.Length && Ascii.EqualsIgnoreCase(known, name))
                return id;
        }
        return HeaderId.Other;
    }

    private static int SlotOf(ReadOnlySpan<byte> name) => (name.Length + (7 * (name[0] | 0x20)) + (29 * (name[^1] | 0x20))) & (Slots - 1);

    private static (byte[], HeaderId)[][] Build()
    {
        var slots = new (byte[], HeaderId)[Slots][];
        Array.Fill(slots, []);
        foreach ((string text, HeaderId id) in All)
        {
            byte[] name = Encoding.ASCII.GetBytes(text);
            slots[SlotOf(name)] = [.. slots[SlotOf(name)], (name, id)];
        }
        return slots;
    }
}
