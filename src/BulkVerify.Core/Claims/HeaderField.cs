namespace BulkVerify.Claims;

/// <summary>One header field as offsets in bytes into its message. The field's octets are [Start, End) without the line end that closes it;
/// the name is [Start, Start+NameLength) as written, white space before the colon excluded; the value is [ValueStart, End), folding kept.</summary>
/// <param name="Id">The name when it is one of the known ones, else <see cref="HeaderId.Other"/>.</param>
public readonly record struct HeaderField(int Start, int NameLength, int ValueStart, int End, HeaderId Id);
