using BulkVerify.Dns;

namespace BulkVerify.Evaluation.Dkim;

/// <summary>A key of the keyring with its record parsed.</summary>
internal sealed record KeyringKey(KeyringEntry Entry, DkimKeyRecord Record)
{
    public KeySource Source => Entry.IsRecovered ? KeySource.Recovered : KeySource.Keyring;
}
