using System.Text;

namespace BulkVerify.Forge.Signing;

/// <summary>Writes fields of tag lists in the ways that signers do. The last tag is b=, left empty.</summary>
internal static class TagFields
{
    public const int Styles = 3;

    private const int LineWidth = 76;

    /// <summary>The field up to and including "b=", without line end.</summary>
    public static string Open(string name, IEnumerable<(string Name, string Value)> tags, int style)
    {
        var text = new StringBuilder(name).Append(": ");
        int lineStart = 0;
        string equals = style == 1 ? " = " : "=";
        bool first = true;
        foreach ((string tag, string value) in tags)
        {
            string piece = tag.Length == 0 ? value : tag + equals + Spread(tag, value, style);
            int tail = piece.IndexOf("\r\n", StringComparison.Ordinal);
            bool folds = !first && (style == 1 || text.Length - lineStart + (tail < 0 ? piece.Length : tail) > LineWidth);
            if (!first)
                text.Append(folds ? ";\r\n\t" : style == 2 ? ";" : "; ");
            if (folds)
                lineStart = text.Length;
            text.Append(piece);
            first = false;
        }
        return text.Append(";\r\n\t").Append(style == 1 ? "b =" : "b=").Append(style == 1 ? " " : "").ToString();
    }

    /// <summary>The field with its signature, folded, with line end.</summary>
    public static string Close(string open, string signature, int style)
    {
        var text = new StringBuilder(open);
        for (int at = 0; at < signature.Length; at += LineWidth)
        {
            if (at > 0)
                text.Append(style == 1 ? "\r\n\t  " : "\r\n\t");
            text.Append(signature, at, Math.Min(LineWidth, signature.Length - at));
        }
        return text.Append("\r\n").ToString();
    }

    /// <summary>h= may be folded at its colons.</summary>
    private static string Spread(string tag, string value, int style)
    {
        if (tag != "h" || value.Length < LineWidth - 4)
            return value;
        string separator = style == 1 ? " :\r\n\t   " : ":\r\n\t ";
        var text = new StringBuilder();
        int lineStart = 0;
        foreach (string name in value.Split(':'))
        {
            if (text.Length > 0)
            {
                bool folds = text.Length - lineStart + name.Length > LineWidth - 4;
                text.Append(folds ? separator : ":");
                lineStart = folds ? text.Length : lineStart;
            }
            text.Append(name);
        }
        return text.ToString();
    }
}
