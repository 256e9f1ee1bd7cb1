using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;

namespace BulkVerify.Reports.Pages;

/// <summary>Writes the report as one HTML file that asks the network for nothing: style and script are in it, and its policy admits no others. Thread-safe.</summary>
public static class HtmlReport
{
    private static readonly string Style = Resource("report.css");
    private static readonly string Script = Resource("report.js");
    private static readonly IFluidTemplate Template = new FluidParser(new FluidParserOptions { AllowFunctions = true }).Parse(Resource("report.liquid"));
    private static readonly TemplateOptions Options = MakeOptions();

    /// <remarks>Everything but markup characters stays readable; what <see cref="ReportText.Foreign"/> took out cannot come back.</remarks>
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static async Task WriteAsync(ReportModel model, Stream to)
    {
        var context = new TemplateContext(model, Options);
        context.SetValue("style", new StringValue(Style, encode: false));
        context.SetValue("script", new StringValue(Script, encode: false));
        context.SetValue("policy", new StringValue($"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; base-uri 'none'; form-action 'none'"));
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        await Template.RenderAsync(writer, Encoder, context).ConfigureAwait(false);
    }

    /// <summary>Every text of the model passes <see cref="ReportText.Foreign"/> on its way to the page, and is encoded there: no template can forget it.</summary>
    private static TemplateOptions MakeOptions()
    {
        var options = new TemplateOptions { MemberAccessStrategy = UnsafeMemberAccessStrategy.Instance };
        options.ValueConverters.Add(value => value is string text ? new StringValue(ReportText.Foreign(text)) : null);
        return options;
    }

    /// <summary>CSP hash source of an element's content.</summary>
    private static string HashOf(string content) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";

    private static string Resource(string name)
    {
        using Stream resource = typeof(HtmlReport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not part of the assembly.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
