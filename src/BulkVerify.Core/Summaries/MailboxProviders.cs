using System.Collections.Frozen;

namespace BulkVerify.Summaries;

/// <summary>Domains that give mailboxes to everybody: nobody who reads a summary owns them, and their users can publish nothing.</summary>
internal static class MailboxProviders
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr", "hotmail.de", "hotmail.it", "hotmail.es", "live.com", "live.co.uk", "live.nl", "live.fr", "msn.com",
        "yahoo.com", "yahoo.co.uk", "yahoo.co.jp", "yahoo.co.in", "yahoo.com.br", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.ca", "ymail.com", "rocketmail.com", "aol.com", "aim.com",
        "icloud.com", "me.com", "mac.com", "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "arcor.de", "posteo.de", "posteo.net", "mailbox.org",
        "proton.me", "protonmail.com", "protonmail.ch", "pm.me", "tutanota.com", "tuta.io", "tuta.com", "fastmail.com", "fastmail.fm", "fastmail.net", "hey.com", "zoho.com", "zohomail.com",
        "mail.com", "mail.ru", "inbox.ru", "list.ru", "bk.ru", "yandex.ru", "yandex.com", "ya.ru", "rambler.ru", "ukr.net", "seznam.cz", "email.cz", "centrum.cz", "wp.pl", "o2.pl", "onet.pl", "interia.pl",
        "qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sohu.com", "aliyun.com", "139.com", "naver.com", "daum.net", "hanmail.net", "rediffmail.com", "docomo.ne.jp", "ezweb.ne.jp",
        "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "bbox.fr", "libero.it", "virgilio.it", "tiscali.it", "alice.it", "tin.it", "terra.com.br", "uol.com.br", "bol.com.br",
        "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net", "optonline.net", "rogers.com", "shaw.ca", "sympatico.ca",
        "btinternet.com", "sky.com", "talktalk.net", "virginmedia.com", "ntlworld.com", "blueyonder.co.uk", "bigpond.com", "xs4all.nl", "ziggo.nl", "kpnmail.nl", "planet.nl", "telenet.be", "skynet.be",
        "bluewin.ch", "hispeed.ch", "chello.at", "a1.net", "telia.com", "online.no", "riseup.net", "disroot.org", "users.noreply.github.com",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(DomainName domain) => Names.Contains(domain.Value);
}
