using System.Text;
using BulkVerify.Evaluation.Dkim;
using BulkVerify.Evaluation.Dkim.Recovery;

namespace BulkVerify.Engine.Keys.Recovery;

/// <summary>A key that was computed from signatures of a group.</summary>
/// <param name="Group">Id of the group.</param>
/// <param name="Text">As a key record.</param>
/// <param name="Record">The text parsed.</param>
internal sealed record RecoveredKey(int Group, string Text, DkimKeyRecord Record)
{
    /// <summary>Null when the number is no RSA key that is verified with.</summary>
    public static RecoveredKey? TryMake(KeyGroup group, byte[] modulus, RsaExponent exponent)
    {
        string text = RecoveredKeyText.Of(modulus, exponent);
        DkimKeyRecord record = DkimKeyRecordParser.Parse(Encoding.ASCII.GetBytes(text));
        return record is { IsWellFormed: true, PublicKey: not null } ? new RecoveredKey(group.Id, text, record) : null;
    }
}
