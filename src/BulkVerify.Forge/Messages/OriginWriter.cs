using System.Globalization;
using System.Text;
using BulkVerify.Forge.Output;
using BulkVerify.Forge.Planning;
using BulkVerify.Forge.Worlds;

namespace BulkVerify.Forge.Messages;

/// <summary>Writes a message as its author's system hands it out: unsigned.</summary>
internal sealed class OriginWriter(ForgeOptions options)
{
    /// <summary>Header bytes that are added around the body, about.</summary>
    private const int FullHeader = 3_300;
    private const int CompactHeader = 2_200;
    private const int MinBody = 160;

    /// <summary>Domain of a second author. It publishes nothing.</summary>
    public const string OtherDomain = "elsewhere.example";

    private readonly BodyWriter _bodies = new();
    private readonly double _sizeMu = Math.Log(options.MedianSize);
    private readonly double _sizeSigma = Math.Sqrt(2 * Math.Log((double)options.MeanSize / options.MedianSize));

    /// <returns>The Message-ID.</returns>
    public string Write(Draft draft, MessagePlan plan, Sender sender, string recipient, ArchiveFormat format, ForgeRandom random)
    {
        string messageId = WriteIdentity(draft, plan, sender, recipient, random);
        if (options.Profile != ForgeProfile.Small)
            WriteVendor(draft, plan, sender, random);
        bool quoted = random.Chance(options.FromLineShare);
        _bodies.Write(draft, BodySize(random), quoted ? FromLines(format, random) : [], random);
        ApplyAuthorFault(draft, plan);
        return messageId;
    }

    private static string WriteIdentity(Draft draft, MessagePlan plan, Sender sender, string recipient, ForgeRandom random)
    {
        string host = sender.Envelope.Client is null ? sender.Author : sender.Envelope.Helo;
        string messageId = string.Create(CultureInfo.InvariantCulture, $"<{random.NextULong():x16}.{plan.Index}@{host}>");
        draft.Append("From", From(plan, sender, random));
        draft.Append("To", random.Chance(0.5) ? recipient : $"\"{char.ToUpperInvariant(recipient[0])}{recipient[1..recipient.IndexOf('@', StringComparison.Ordinal)]}\" <{recipient}>");
        draft.Append("Subject", Subject(plan, random));
        draft.Append("Date", MailTime.Format(plan.Time - random.Next(1, 40)));
        draft.Append(random.Chance(0.1) ? "Message-Id" : "Message-ID", messageId);
        if (sender.ReplyTo is { } replyTo)
            draft.Append("Reply-To", $"{plan.Company.Name} <{random.Pick(Words.LocalParts)}@{replyTo}>");
        else if (plan.Setup is not (Setup.NamedOnly or Setup.OpenRelay) && random.Chance(0.5))
            draft.Append("Reply-To", $"<reply-{random.Next(10_000, 99_999)}@{plan.Company.Author}>");
        return messageId;
    }

    /// <summary>From as programs write it: quoted names, encoded words, comments, bare addresses, capitals.</summary>
    private static string From(MessagePlan plan, Sender sender, ForgeRandom random)
    {
        string address = $"{random.Pick(Words.LocalParts)}@{sender.Author}";
        string name = sender.DisplayName ?? plan.Company.Name;
        return random.Next(20) switch
        {
            0 => address,
            1 => $"{address} ({name})",
            2 => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name + " café"))}?= <{address}>",
            3 => $"\"{name}, sales\" <{address}>",
            4 => $"{name}\r\n\t<{address}>",
            5 => $"\"{name} @ home\" <{address}>",
            6 => $"{name} <{address[..(address.IndexOf('@', StringComparison.Ordinal) + 1)]}{sender.Author.ToUpperInvariant()}>",
            7 => $"=?iso-8859-1?Q?{name.Replace(' ', '_')}_=E9t=E9?= <{address}>",
            _ => $"{name} <{address}>",
        };
    }

    private static string Subject(MessagePlan plan, ForgeRandom random)
    {
        string subject = $"{random.Pick(Words.Subjects)} #{plan.Index}";
        return random.Next(12) switch
        {
            0 => $"=?utf-8?Q?{subject.Replace(' ', '_')}_=E2=82=AC?=",
            1 => subject.Replace(" ", "  ", StringComparison.Ordinal),
            2 => subject + "\r\n\tand more  of it ",
            _ => subject,
        };
    }

    private void WriteVendor(Draft draft, MessagePlan plan, Sender sender, ForgeRandom random)
    {
        if (plan.Vendor?.Vendor is not { } vendor)
        {
            WriteStaff(draft, plan, random);
            return;
        }
        string client = sender.VendorHop?.Address.ToString() ?? sender.Envelope.Client?.Address.ToString() ?? "";
        foreach ((string name, string value) in vendor.Fields)
            draft.Append(name, Template.Fill(value, random, ("client", client), ("company", plan.Company.Label)));
        if (vendor.UnsubscribeHost is { } host)
            WriteUnsubscribe(draft, "https://" + Template.Fill(host, random, ("company", plan.Company.Label)), sender, random);
        if (options.Profile == ForgeProfile.Sample)
            return;
        draft.Append("X-Priority", "3");
        draft.Append("X-Auto-Response-Suppress", "OOF, AutoReply");
        draft.Append("X-Job", Template.Fill("{d6}_{d9}", random));
        draft.Append("X-Tracking-Token", Template.Fill("{a64}", random));
    }

    private static void WriteUnsubscribe(Draft draft, string host, Sender sender, ForgeRandom random)
    {
        draft.Append("List-Unsubscribe", $"<{host}/u?t={Template.Letters(random, 32)}>,\r\n\t<mailto:unsubscribe@{sender.Author}?subject={Template.Letters(random, 12)}>");
        if (random.Chance(0.8))
            draft.Append("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        draft.Append("Precedence", "bulk");
    }

    private static void WriteStaff(Draft draft, MessagePlan plan, ForgeRandom random)
    {
        draft.Append("User-Agent", "Mozilla Thunderbird");
        draft.Append("Content-Language", "en-GB");
        if (random.Chance(0.4))
        {
            string parent = Template.Fill("<{x16}.{d6}@", random) + plan.Company.Base + ">";
            draft.Append("References", parent);
            draft.Append("In-Reply-To", parent);
        }
    }

    private static string[] FromLines(ArchiveFormat format, ForgeRandom random)
    {
        string line = $"From {random.Pick(Words.Plain)} to {random.Pick(Words.Plain)}, nothing has changed.";
        string quoted = $">From {random.Pick(Words.Plain)} as somebody wrote.";
        return format switch
        {
            // mboxo cannot tell the two apart: a message has lines of one kind.
            ArchiveFormat.MboxO => random.Chance(0.8) ? [line] : [quoted],
            _ => random.Chance(0.3) ? [line] : [line, quoted, ">" + quoted],
        };
    }

    private int BodySize(ForgeRandom random)
    {
        double size = Math.Exp(_sizeMu + _sizeSigma * random.NextGaussian());
        int header = options.Profile == ForgeProfile.Full ? FullHeader : CompactHeader;
        return Math.Max(MinBody, (int)Math.Min(size, options.MaxSize) - header);
    }

    private static void ApplyAuthorFault(Draft draft, MessagePlan plan)
    {
        switch (plan.Defect.Author)
        {
            case AuthorFault.NoFrom:
                draft.Remove("From");
                break;
            case AuthorFault.TwoFromFields:
                draft.Append("From", "Somebody Else <else@" + OtherDomain + ">");
                break;
            case AuthorFault.SeveralDomains:
                draft.Replace("From", static field => field.Replace("\r\n", "", StringComparison.Ordinal) + ", Somebody Else <else@" + OtherDomain + ">\r\n");
                break;
            case AuthorFault.NoDomain:
                draft.Replace("From", static _ => "From: The Newsroom\r\n");
                break;
            case AuthorFault.InvalidDomain:
                draft.Replace("From", static _ => "From: The Newsroom <news@[192.0.2.1]>\r\n");
                break;
            case AuthorFault.TooManyDomains:
                IEnumerable<string> authors = Enumerable.Range(1, Claims.AuthorDomain.MaxDomains + 1).Select(static i => $"a{i}@author{i}.example");
                draft.Replace("From", _ => $"From: {string.Join(",\r\n\t", authors)}\r\n");
                break;
        }
    }
}
