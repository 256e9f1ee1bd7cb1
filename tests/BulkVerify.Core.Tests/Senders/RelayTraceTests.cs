using System.Text;
using BulkVerify.Claims;
using BulkVerify.Senders;

namespace BulkVerify.Tests.Senders;

public class RelayTraceTests
{
    private const string Delivered = "from out.example.com (out.example.com [192.0.2.10]) by mx.customer.example with ESMTPS id 3";
    private const string HandedOver = "from smtp1.vendor.example (smtp1.vendor.example [203.0.113.5]) by out.example.com with ESMTPS id 2 for <u@customer.example>";
    private const string WithinVendor = "from app.vendor.example ([198.51.100.7]) by smtp1.vendor.example with ESMTP id 1";

    [Fact]
    public void A_host_of_others_below_the_sending_host_handed_the_message_over() =>
        Assert.Equal("smtp1.vendor.example > out.example.com for customer.example", Trace("", Delivered, HandedOver, WithinVendor));

    [Theory]
    [InlineData("out.example.com")]
    [InlineData("192.0.2.0/24")]
    public void A_relay_that_is_named_is_known_by_name_and_by_address(string outbound) =>
        Assert.Equal("smtp1.vendor.example > out.example.com for customer.example named", Trace(outbound, Delivered, HandedOver, WithinVendor));

    [Fact]
    public void Naming_outbound_relays_moves_no_trust_boundary()
    {
        EnvelopeFacts facts = Read([Delivered, HandedOver, WithinVendor]);
        Assert.Equal(("192.0.2.10", 0), (facts.ClientIp!.ToString(), facts.BoundaryHop));
    }

    [Fact]
    public void Steps_over_internal_addresses_are_the_relay_s_own() =>
        Assert.Equal("smtp1.vendor.example > out.example.com for customer.example",
            Trace("", Delivered, "from filter.corp.local ([10.0.0.4]) by out.example.com with ESMTP id 9", HandedOver));

    [Theory]
    [InlineData("", "none")]
    [InlineData("out7.hosting.example", "mail.example.com > out7.hosting.example for customer.example named")]
    [InlineData("out7.hosting.example,mail.example.com", "smtp1.vendor.example > out7.hosting.example for  named")]
    public void Named_relays_are_one_organization(string outbound, string expected) =>
        Assert.Equal(expected, Trace(
            outbound,
            "from out7.hosting.example (out7.hosting.example [192.0.2.77]) by mx.customer.example with ESMTPS id 3",
            "from mail.example.com (mail.example.com [192.0.2.10]) by EXCH01 with ESMTP id 2 for <u@customer.example>",
            "from smtp1.vendor.example (smtp1.vendor.example [203.0.113.5]) by mail.example.com with ESMTPS id 1"));

    [Theory]
    [InlineData("", "none")]
    [InlineData("out.example.com", "smtp1.vendor.example > out.example.com for customer.example named")]
    public void A_named_relay_s_own_copy_shows_who_handed_the_message_over(string outbound, string expected) =>
        Assert.Equal(expected, Trace(outbound, HandedOver, WithinVendor));

    [Fact]
    public void A_client_that_only_says_the_relay_s_name_is_not_the_relay() =>
        Assert.DoesNotContain("named", Trace("out.example.com", "from out.example.com (unknown [198.51.100.66]) by mx.customer.example with ESMTPS id 3", HandedOver), StringComparison.Ordinal);

    [Theory]
    [InlineData("from [203.0.113.5] by out.example.com with ESMTP id 2")]
    [InlineData("from 203.0.113.5 by out.example.com with ESMTP id 2")]
    [InlineData("from <list@vendor.example> by out.example.com (CommuniGate Pro RULES 3.4) with RULES id 2")]
    public void An_address_is_nobody_s_host(string handedOver) => Assert.Equal("none", Trace("", Delivered, handedOver));

    [Fact]
    public void What_a_user_handed_in_came_from_no_vendor() =>
        Assert.Equal("none", Trace("out.example.com", Delivered, "from laptop.isp.example (home.isp.example [198.51.100.9]) by out.example.com with ESMTPSA id 2"));

    private static string Trace(string outbound, params string[] received)
    {
        RelayList hosts = RelayList.TryParse(outbound.Split(',', StringSplitOptions.RemoveEmptyEntries), out _)!;
        return RelayTrace.Of(Read(received), hosts, t => DomainName.TryParse(t.AsSpan()), d => d.LabelCount > 2 ? d.Rightmost(2) : d) is { } trace
            ? $"{trace.HandedBy} > {trace.Relay} for {trace.Recipient}{(trace.IsNamed ? " named" : "")}"
            : "none";
    }

    private static EnvelopeFacts Read(string[] received)
    {
        byte[] message = Encoding.ASCII.GetBytes(string.Concat(received.Select(r => $"Received: {r}; Sat, 7 Dec 2024 07:03:00 +0000\n")) + "From: news@example.com\n\nbody\n");
        var headers = new HeaderTable();
        HeaderScanner.Scan(message, headers);
        var facts = new EnvelopeFacts();
        new EnvelopeReader(EnvelopeOptions.Default, new NameTable()).Read(message, headers, [], null, facts);
        return facts;
    }
}
