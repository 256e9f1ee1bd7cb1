using BulkVerify.Engine.Keys.Recovery;
using BulkVerify.Statistics;

namespace BulkVerify.Engine.Tests.Keys;

public sealed class GoneKeyTests
{
    [Theory]
    [InlineData("KeyNotFound", "", 1)]
    [InlineData("KeyNotRecorded", "", 1)]
    [InlineData("KeyRevoked", "dns", 1)]
    [InlineData("KeyRevoked", "snapshot", 1)]
    [InlineData("SignatureMismatch", "dns", 1)]
    [InlineData("ConsistentWithRecoveredKey", "recovered", 0)]
    [InlineData("BodyHashMismatch", "dns", 0)]
    [InlineData("KeySyntax", "dns", 0)]
    public void A_key_is_wanted_where_the_DNS_has_none_or_has_revoked_it_or_has_another(string reason, string keyFrom, long wanted)
    {
        var key = new GoneKey();
        var signature = new SignatureRow { D = "example.com", S = "s1", A = "rsa-sha256", Result = "permerror", Reason = reason, KeyFrom = keyFrom };
        key.Add(signature);
        Assert.Equal((wanted, wanted > 0), (key.Wanted, key.Wants(signature)));
    }
}
