namespace BulkVerify.Statistics;

/// <summary>Names of an enum's members, made once, so that a row costs no allocation for them.</summary>
internal sealed class EnumTexts<T>
    where T : struct, Enum
{
    private readonly string[] _names = [.. Enumerable.Range(0, Enum.GetValues<T>().Max(v => Convert.ToInt32(v, null)) + 1).Select(i => Enum.GetName((T)Enum.ToObject(typeof(T), i)) ?? "")];

    /// <remarks>Every enum of verdicts is one byte wide.</remarks>
    public string this[T value] => _names[System.Runtime.CompilerServices.Unsafe.As<T, byte>(ref value)];
}
