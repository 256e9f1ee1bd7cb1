using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BulkVerify.Conformance.Suites;

/// <summary>The two native YAML formats: the openspf suite (scenarios with zonedata) and ValiMail's ARC suite (scenarios with txt-records).</summary>
internal static partial class YamlSuite
{
    public static IEnumerable<ConformanceCase> Read(string suite, string folder, string path)
    {
        // A block scalar that holds only a line of spaces is empty to PyYAML, and an error to YamlDotNet.
        var parser = new Parser(new StringReader(EmptyBlock().Replace(File.ReadAllText(path), "$1\n")));
        parser.Consume<StreamStart>();
        for (int document = 1; parser.TryConsume<DocumentStart>(out _); document++)
        {
            var root = ReadNode(parser, []) as Dictionary<string, object?>;
            parser.Consume<DocumentEnd>();
            string kind = root is null ? "" : root.ContainsKey("zonedata") ? "spf-yaml" : root.ContainsKey("txt-records") ? "arc-yaml" : "";
            if (kind.Length == 0 || root?.GetValueOrDefault("tests") is not Dictionary<string, object?> tests)
                continue;
            string zone = JsonSerializer.Serialize(root[kind == "spf-yaml" ? "zonedata" : "txt-records"]);
            foreach ((string name, object? test) in tests)
            {
                // ValiMail's second suite is about signing.
                if (kind == "arc-yaml" && (test as Dictionary<string, object?>)?.ContainsKey("cv") != true)
                    continue;
                string json = $"{{\"zone\":{zone},\"test\":{JsonSerializer.Serialize(test)}}}";
                yield return new ConformanceCase($"{suite}/{document}-{name}", suite, kind, folder, JsonDocument.Parse(json).RootElement);
            }
        }
    }

    /// <summary>Mappings, sequences and strings; of a repeated key the last one counts, as in PyYAML. Anchors hold for their document.</summary>
    private static object? ReadNode(IParser parser, Dictionary<AnchorName, object?> anchors)
    {
        if (parser.TryConsume<AnchorAlias>(out AnchorAlias? alias))
            return anchors.GetValueOrDefault(alias.Value);
        AnchorName anchor = parser.Accept<NodeEvent>(out NodeEvent? start) ? start.Anchor : AnchorName.Empty;
        object? node = ReadContent(parser, anchors);
        if (!anchor.IsEmpty)
            anchors[anchor] = node;
        return node;
    }

    private static object? ReadContent(IParser parser, Dictionary<AnchorName, object?> anchors)
    {
        if (parser.TryConsume<Scalar>(out Scalar? scalar))
            return scalar.Value;
        if (parser.TryConsume<SequenceStart>(out _))
        {
            List<object?> list = [];
            while (!parser.TryConsume<SequenceEnd>(out _))
                list.Add(ReadNode(parser, anchors));
            return list;
        }
        parser.Consume<MappingStart>();
        Dictionary<string, object?> map = [];
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            string key = parser.Consume<Scalar>().Value;
            map[key] = ReadNode(parser, anchors);
        }
        return map;
    }

    [GeneratedRegex(@"(:[ ]*[|>])[ ]*\n[ ]+(?=\n)")]
    private static partial Regex EmptyBlock();
}
