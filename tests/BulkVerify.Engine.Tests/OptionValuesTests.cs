namespace BulkVerify.Engine.Tests;

public class OptionValuesTests
{
    private static readonly VerifyOptions Right = new() { Paths = [], Dns = "none" };

    public static TheoryData<string, VerifyOptions> Wrong => new()
    {
        { "--dns no-such-file", Right with { Dns = "no-such-file" } },
        { "--as-of yesterday", Right with { AsOf = "yesterday" } },
        { "--policy-date yesterday", Right with { PolicyDate = "yesterday" } },
        { "--relay 10.0.0.0/99", Right with { Relays = ["mx.example.com", "10.0.0.0/99"] } },
        { "--outbound-relay 10.0.0.0/99", Right with { OutboundRelays = ["10.0.0.0/99"] } },
        { "--organization com", Right with { Organizations = ["com"] } },
        { "--intent xero=sideways", Right with { Intents = ["xero=sideways"] } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_wrong_option_is_named_with_its_value(string named, VerifyOptions options) =>
        Assert.StartsWith(named + ":", Assert.Throws<OptionException>(() => OptionValues.Check(options)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_of_its_form_is_taken()
    {
        VerifyOptions options = Right with { AsOf = "2024-05-31", PolicyDate = "receipt", Relays = ["mx.example.com", "10.0.0.0/8"], Organizations = [" Example.com. "], Intents = ["xero=internal"] };
        OptionValues.Check(options);
        Assert.Equal(1_717_113_600, OptionValues.AsOf(options, 0));
        Assert.Null(OptionValues.PolicyDay(options));
        Assert.Equal("example.com", Assert.Single(OptionValues.Organizations(options)).Value);
        Assert.Equal(7, OptionValues.AsOf(Right with { AsOf = "now" }, 7));
    }
}
