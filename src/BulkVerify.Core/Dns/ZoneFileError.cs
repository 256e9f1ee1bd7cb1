namespace BulkVerify.Dns;

/// <summary>Something in a master file that could not be read. The rest of the file is read all the same.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Number of the line, from 1; 0 when it concerns the whole file.</param>
/// <param name="Detail">What is wrong, without the place.</param>
public sealed record ZoneFileError(string File, int Line, string Detail)
{
    /// <summary>file:line: detail.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Detail}" : $"{File}:{Line}: {Detail}";
}
