using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using BulkVerify.TestKit;

namespace BulkVerify.Conformance.Tables;

/// <summary>Finds the <see cref="RfcAttribute"/>s of the test assemblies that were built beside this one.</summary>
internal static class HeldSections
{
    private static readonly string[] Projects = ["BulkVerify.Cli.Tests", "BulkVerify.Conformance.Tests", "BulkVerify.Core.Tests"];

    /// <summary>Ordered by RFC, section and test.</summary>
    public static IReadOnlyList<HeldSection> Find() =>
        [.. Projects.SelectMany(Of).OrderBy(h => h.Rfc).ThenBy(h => h.SortKey, StringComparer.Ordinal).ThenBy(h => h.Test, StringComparer.Ordinal)];

    private static IEnumerable<HeldSection> Of(string project) =>
        from type in Load(project).GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from attribute in method.GetCustomAttributesData()
        where attribute.AttributeType.FullName == typeof(RfcAttribute).FullName
        let number = int.Parse((string)attribute.ConstructorArguments[0].Value!, CultureInfo.InvariantCulture)
        from section in (IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[1].Value!
        select new HeldSection(number, (string)section.Value!, $"{type.Name}.{method.Name}");

    private static Assembly Load(string project)
    {
        if (project == typeof(HeldSections).Assembly.GetName().Name)
            return typeof(HeldSections).Assembly;
        string own = typeof(HeldSections).Assembly.GetName().Name!;
        string path = Path.Combine(AppContext.BaseDirectory.Replace(own, project, StringComparison.Ordinal), project + ".dll");
        Assert.True(File.Exists(path), $"{path} is not built: build the solution first.");
        var context = new AssemblyLoadContext(project);
        var resolver = new AssemblyDependencyResolver(path);
        context.Resolving += (loading, name) => resolver.ResolveAssemblyToPath(name) is { } found ? loading.LoadFromAssemblyPath(found) : null;
        return context.LoadFromAssemblyPath(path);
    }
}
