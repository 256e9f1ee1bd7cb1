using BulkVerify.Forge.Output;

namespace BulkVerify.Forge.Worlds;

/// <summary>Facts about real vendors, so that attribution has something to find. Their addresses are of the documentation ranges.</summary>
internal static class VendorTable
{
    public static readonly IReadOnlyList<Vendor> All = Numbered(
        new Vendor("sendgrid", "SendGrid", MailTopic.Transactional)
        {
            Include = "sendgrid.net",
            BounceDomain = "sendgrid.net",
            DefaultDomain = "sendgrid.net",
            DefaultSelector = "smtpapi",
            Selector = "s1",
            AliasTarget = "{selector}.domainkey.u{account}.wl001.sendgrid.net",
            Host = "o{d1}.ptr{d4}.outbound-mail.sendgrid.net",
            Fields = [("X-SG-EID", "{a60}"), ("X-SG-ID", "{a44}"), ("X-Entity-ID", "{a22}=="), ("X-Feedback-ID", "{d7}:SG")],
        },
        new Vendor("mailchimp", "Mailchimp", MailTopic.Marketing)
        {
            Include = "servers.mcsv.net",
            BounceDomain = "mail{d2}.atl{d2}.mcsv.net",
            DefaultDomain = "mailchimpapp.net",
            DefaultSelector = "k2",
            Selector = "k3",
            AliasTarget = "dkim3.mcsv.net",
            Host = "mail{d3}.atl{d2}.mcsv.net",
            OwnFrom = "mailchimpapp.net",
            UnsubscribeHost = "{company}.us{d2}.list-manage.com",
            Fields = [("X-MC-User", "{x25}"), ("X-Campaign", "mailchimp{x25}.{x10}"), ("X-Campaignid", "mailchimp{x25}.{x10}"),
                ("X-Report-Abuse", "Please report abuse here: https://mailchimp.com/contact/abuse/?u={x25}"), ("X-Accounttype", "pd"), ("Feedback-ID", "{d8}:{d8}.{d6}:us{d2}:mc")],
        },
        new Vendor("salesforce", "Salesforce", MailTopic.Crm)
        {
            Include = "_spf.salesforce.com",
            IncludeByMacro = true,
            BounceDomain = "{a12}.4q-{a9}.na{d3}.bnc.salesforce.com",
            DefaultDomain = "bnc.salesforce.com",
            DefaultSelector = "sfdc",
            Selector = "sf1",
            AliasTarget = "{selector}.{token}.custdkim.salesforce.com",
            Host = "smtp{d2}-ia{d1}-sp{d1}.mta.salesforce.com",
            Relays = true,
            Fields = [("X-SFDC-LK", "00D{a12}"), ("X-SFDC-User", "005{a12}"), ("X-Sender", "postmaster@salesforce.com"),
                ("X-mail_abuse_inquiries", "http://www.salesforce.com/company/abuse.jsp"), ("X-SFDC-Binding", "1WrIRBV94myi25uB"), ("X-SFDC-EmailCategory", "apiSingleMail"),
                ("X-SFDC-EntityId", "500{a12}"), ("X-SFDC-Interface", "internal")],
        },
        new Vendor("hubspot", "HubSpot", MailTopic.Crm)
        {
            Include = "{account}.spf02.hubspotemail.net",
            BounceDomain = "bf{d2}x.hubspotemail.net",
            DefaultDomain = "bf01x.hubspotemail.net",
            DefaultSelector = "hs1",
            Selector = "hs1-{account}",
            AliasTarget = "{dashes}.hs07a.dkim.hubspotemail.net",
            Host = "bid{d4}.bf{d2}.hubspotemail.net",
            UnsubscribeHost = "bf{d2}x.hubspotemail.net",
            Fields = [("X-HS-Cid", "{a180}"), ("X-Report-Abuse-To", "abuse@hubspot.com (see https://policy.hubspot.com/abuse-complaints)")],
        },
        new Vendor("zendesk", "Zendesk", MailTopic.Support)
        {
            Include = "mail.zendesk.com",
            BounceDomain = "{company}.zendesk.com",
            DefaultDomain = "zendesk.com",
            DefaultSelector = "zendesk1",
            Selector = "zendesk2",
            AliasTarget = "zendesk2._domainkey.zendesk.com",
            Host = "outbyoip{d1}.pod{d2}.euw1.zdsys.com",
            OwnFrom = "{company}.zendesk.com",
            Relays = true,
            Fields = [("X-Zendesk-From-Account-Id", "{x7}"), ("X-Zendesk-Email-Id", "01{a24}"), ("X-Delivery-Context", "event-id-{d13}"), ("X-Zendesk-Priority-Mail", "priority"), ("Auto-Submitted", "auto-generated")],
        },
        new Vendor("amazon-ses", "Amazon SES", MailTopic.Transactional)
        {
            Include = "amazonses.com",
            BounceDomain = "eu-west-1.amazonses.com",
            DefaultDomain = "amazonses.com",
            DefaultSelector = "224i4yxa5dv7c2xz3womw6peuasteono",
            Selector = "{token32}",
            AliasTarget = "{selector}.dkim.amazonses.com",
            Host = "a{d1}-{d2}.smtp-out.eu-west-1.amazonses.com",
            Fields = [("X-SES-Outgoing", "2026.01.01-{client}"), ("Feedback-ID", "::1.eu-west-1.{a42}=:AmazonSES")],
        },
        new Vendor("mailgun", "Mailgun", MailTopic.Transactional)
        {
            Include = "mailgun.org",
            BounceDomain = "mg{d2}.mailgun.org",
            DefaultDomain = "mailgun.org",
            DefaultSelector = "mg",
            Selector = "pic",
            Host = "m{d2}-{d3}.eu.mailgun.net",
            Fields = [("X-Mailgun-Sending-Ip", "{client}"), ("X-Mailgun-Sid", "WyI{a24}"), ("X-Mailgun-Batch-Id", "{x24}"), ("X-Mailgun-Tag", "orders")],
        },
        new Vendor("sparkpost", "SparkPost", MailTopic.Transactional)
        {
            Include = "_spf.sparkpostmail.com",
            BounceDomain = "e.sparkpostmail.com",
            DefaultDomain = "sparkpostmail.com",
            DefaultSelector = "scph0125",
            Selector = "scph0226",
            Host = "mta-{d2}-{d3}-{d2}.sparkpostmail.com",
            UnsubscribeHost = "unsubscribe.spmta.com",
            Fields = [("X-MSFBL", "{a72}|{a40}"), ("X-MSYS-API", "{a48}")],
        },
        new Vendor("postmark", "Postmark", MailTopic.Transactional)
        {
            Include = "spf.mtasv.net",
            BounceDomain = "pm.mtasv.net",
            DefaultDomain = "pm.mtasv.net",
            DefaultSelector = "pm20250601",
            Selector = "20250601120000pm",
            Host = "mta{d2}-ab1.mtasv.net",
            Fields = [("X-PM-Message-Id", "{x8}-{x4}-{x4}-{x4}-{x12}"), ("X-PM-RCPT", "|bTB8{a12}|"), ("X-PM-Message-Options", "v1;1.{a24}"), ("Feedback-ID", "s{d6}-_:s{d6}:a{d5}:postmark")],
        },
        new Vendor("brevo", "Brevo", MailTopic.Marketing)
        {
            Include = "spf.brevo.com",
            BounceDomain = "{a2}.d.sender-sib.com",
            DefaultDomain = "sender-sib.com",
            DefaultSelector = "mail",
            Selector = "brevo1",
            AliasTarget = "b1.{dashes}.dkim.brevo.com",
            Host = "{a2}.d.mailin.fr",
            UnsubscribeHost = "r.{a2}.d.sendibt2.com",
            Fields = [("X-Mailin-EID", "{a60}"), ("X-sib-id", "{a44}"), ("Origin-messageId", "<{d12}.{d8}@smtp-relay.mailin.fr>"), ("Feedback-ID", "{client}:{d6}_-1:{d6}:Sendinblue")],
        },
        new Vendor("klaviyo", "Klaviyo", MailTopic.Marketing)
        {
            Include = "shared.klaviyomail.com",
            BounceDomain = "shared.klaviyomail.com",
            DefaultDomain = "shared.klaviyomail.com",
            DefaultSelector = "kl",
            Selector = "kl2",
            Host = "o{d2}.kmta.shared.klaviyomail.com",
            OwnFrom = "shared.klaviyomail.com",
            UnsubscribeHost = "manage.kmail-lists.com",
            Fields = [("X-Kmail-Account", "{a6}"), ("X-Kmail-Message", "01{a24}"), ("X-Kmail-Ops", "{d3}"), ("CFBL-Address", "fbl@shared.klaviyomail.com; report=arf")],
        },
        new Vendor("marketo", "Marketo", MailTopic.Marketing)
        {
            Include = "mktomail.com",
            BounceDomain = "em-sj-{d2}.mktomail.com",
            DefaultDomain = "mktomail.com",
            DefaultSelector = "mk1",
            Selector = "m1",
            Host = "em-sj-{d2}.mktomail.com",
            UnsubscribeHost = "unsub-sj.mktomail.com",
            Fields = [("X-MarketoID", "{d3}-ABC-{d3}:{d4}:{d5}:{d5}:0:0:0:0:{d6}"), ("X-MktArchive", "false")],
        },
        new Vendor("constant-contact", "Constant Contact", MailTopic.Marketing)
        {
            Include = "spf.constantcontact.com",
            BounceDomain = "in.constantcontact.com",
            DefaultDomain = "auth.ccsend.com",
            DefaultSelector = "1000073432",
            Selector = "ctct1",
            AliasTarget = "100._domainkey.dkim1.ccsend.com",
            Host = "ccm{d3}.constantcontact.com",
            OwnFrom = "shared1.ccsend.com",
            UnsubscribeHost = "visitor.constantcontact.com",
            Fields = [("X-Mailer", "Roving Constant Contact 2026"), ("X-Roving-ID", "{d10}.{d8}"), ("X-Roving-CampaignId", "{x8}-{x4}-{x4}-{x4}-{x12}"), ("X-CTCT-ID", "{x8}-{x4}-{x4}-{x4}-{x12}"),
                ("X-Channel-ID", "{x8}-{x4}-{x4}-{x4}-{x12}"), ("X-Feedback-ID", "{x8}-{x4}-{x4}-{x4}-{x12}:{x8}-{x4}-{x4}-{x4}-{x12}:{d8}:CTCT")],
        },
        new Vendor("mailjet", "Mailjet", MailTopic.Marketing)
        {
            Include = "spf.mailjet.com",
            BounceDomain = "a{d6}.bnc3.mailjet.com",
            DefaultDomain = "bnc3.mailjet.com",
            DefaultSelector = "mailjet2",
            Selector = "mailjet",
            Host = "o{d3}.p{d1}.mailjet.com",
            UnsubscribeHost = "x{a3}.mjt.lu",
            Fields = [("X-MJ-Mid", "{a36}"), ("X-MJ-SMTPGUID", "{x8}-{x4}-{x4}-{x4}-{x12}"), ("X-Report-Abuse-To", "Message sent by Mailjet please report to abuse@mailjet.com"), ("Feedback-ID", "{d6}.{d6}.{d6}:MJ")],
        },
        new Vendor("xero", "Xero", MailTopic.Billing)
        {
            Include = "spf.post.xero.com",
            BounceDomain = "bounces.post.xero.com",
            DefaultDomain = "post.xero.com",
            DefaultSelector = "xero1",
            Selector = "xero1",
            Host = "mta{d2}.post.xero.com",
            OwnFrom = "post.xero.com",
            Fields = [("X-Xero-Message", "{x8}-{x4}-{x4}-{x4}-{x12}")],
        });

    private static Vendor[] Numbered(params Vendor[] vendors)
    {
        for (int i = 0; i < vendors.Length; i++)
            vendors[i] = vendors[i] with { Index = i };
        return vendors;
    }
}
