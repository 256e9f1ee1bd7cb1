namespace BulkVerify.TestKit;

/// <summary>Names what of a standard a test holds. CONFORMANCE.md is made of these.</summary>
/// <param name="number">Number of the RFC, digits only.</param>
/// <param name="sections">Its sections without the mark, such as "3.4.4"; at least one.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RfcAttribute(string number, params string[] sections) : Attribute
{
    public string Number { get; } = number;

    public IReadOnlyList<string> Sections { get; } = sections;
}
