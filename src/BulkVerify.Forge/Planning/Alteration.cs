namespace BulkVerify.Forge.Planning;

/// <summary>What happened to a message after it was signed.</summary>
internal enum Alteration
{
    None,
    Body,
    Header,
    BodyAndHeader,
}
