using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace BulkVerify.Micro;

/// <summary>One benchmark with one choice of its parameters, to be run without BenchmarkDotNet.</summary>
internal sealed class MicroBenchmark
{
    private readonly object _instance;
    private readonly MethodInfo _method;
    private readonly int _operations;

    private MicroBenchmark(string name, object instance, MethodInfo method)
    {
        Name = name;
        _instance = instance;
        _method = method;
        _operations = method.GetCustomAttribute<BenchmarkAttribute>()!.OperationsPerInvoke;
    }

    /// <summary>Class.Method(Parameter: value, ...).</summary>
    public string Name { get; }

    /// <summary>All of the assembly, by name.</summary>
    public static IEnumerable<MicroBenchmark> All() =>
        from type in typeof(MicroBenchmark).Assembly.GetExportedTypes().OrderBy(t => t.Name, StringComparer.Ordinal)
        from method in type.GetMethods().Where(m => m.IsDefined(typeof(BenchmarkAttribute)))
        from choice in ChoicesOf(type)
        select new MicroBenchmark(NameOf(type, method, choice), InstanceOf(type, choice), method);

    /// <summary>Bytes allocated for one operation once all is warm: by this thread; by all for what is asynchronous.</summary>
    public double MeasureAllocations()
    {
        Invoke(typeof(GlobalSetupAttribute));
        try
        {
            Action run = RunOf();
            run();
            run();
            double least = double.MaxValue;
            for (int i = 0; i < 5; i++)
            {
                long before = Allocated();
                run();
                least = Math.Min(least, (double)(Allocated() - before) / _operations);
            }
            return least;
        }
        finally
        {
            Invoke(typeof(GlobalCleanupAttribute));
        }
    }

    private long Allocated() => IsAsynchronous ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();

    private bool IsAsynchronous => typeof(Task).IsAssignableFrom(_method.ReturnType);

    /// <summary>Calls the method without reflection, which would box what it returns.</summary>
    private Action RunOf()
    {
        if (IsAsynchronous)
        {
            Func<Task> start = _method.CreateDelegate<Func<Task>>(_instance);
            return () => start().GetAwaiter().GetResult();
        }
        MethodInfo wrap = typeof(MicroBenchmark).GetMethod(nameof(Wrap), BindingFlags.Static | BindingFlags.NonPublic)!;
        return (Action)wrap.MakeGenericMethod(_method.ReturnType).Invoke(null, [_method, _instance])!;
    }

    private static Action Wrap<T>(MethodInfo method, object instance)
    {
        Func<T> call = method.CreateDelegate<Func<T>>(instance);
        return () => call();
    }

    private void Invoke(Type attribute)
    {
        foreach (MethodInfo method in _instance.GetType().GetMethods().Where(m => m.IsDefined(attribute)))
            method.Invoke(_instance, null);
    }

    private static object InstanceOf(Type type, IReadOnlyList<(PropertyInfo Property, object Value)> choice)
    {
        object instance = Activator.CreateInstance(type)!;
        foreach ((PropertyInfo property, object value) in choice)
            property.SetValue(instance, value);
        return instance;
    }

    private static IEnumerable<IReadOnlyList<(PropertyInfo Property, object Value)>> ChoicesOf(Type type)
    {
        IEnumerable<IReadOnlyList<(PropertyInfo, object)>> choices = [[]];
        foreach (PropertyInfo property in type.GetProperties().Where(p => p.IsDefined(typeof(ParamsAttribute))))
        {
            object?[] values = property.GetCustomAttribute<ParamsAttribute>()!.Values;
            choices = choices.SelectMany(c => values, (c, value) => (IReadOnlyList<(PropertyInfo, object)>)[.. c, (property, value!)]);
        }
        return choices;
    }

    private static string NameOf(Type type, MethodInfo method, IReadOnlyList<(PropertyInfo Property, object Value)> choice)
    {
        string parameters = string.Join(", ", choice.Select(c => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{c.Property.Name}: {c.Value}")));
        return $"{type.Name}.{method.Name}{(parameters.Length == 0 ? "" : $"({parameters})")}";
    }
}
