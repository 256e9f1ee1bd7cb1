namespace BulkVerify.Dns;

/// <summary>One field of an entry: where its octets stand in the lexer's buffer, escapes undone.</summary>
/// <param name="Quoted">It stood in quotation marks.</param>
/// <param name="Escaped">An octet of it was written as an escape, so that <c>@</c>, <c>*</c> and dots in it may be ordinary octets.</param>
/// <param name="EscapedDot">A dot, or an octet above 127, was written as an escape: as a name it has no <see cref="DomainName"/>.</param>
internal readonly record struct ZoneToken(int Start, int Length, bool Quoted, bool Escaped, bool EscapedDot);
