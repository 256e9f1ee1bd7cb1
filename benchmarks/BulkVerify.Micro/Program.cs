using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using BulkVerify.Micro;

// --budgets prints what each operation allocates, as budgets.json holds it.
// --smoke runs every benchmark once, in this process: it shows that they work, and measures nothing.
if (args.Contains("--budgets"))
    return Budgets.Print(Console.Out);
bool smoke = args.Contains("--smoke");
IConfig config = smoke
    ? ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance)).WithOptions(ConfigOptions.DisableLogFile)
    : DefaultConfig.Instance;
string[] rest = [.. args.Where(a => a != "--smoke")];
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest.Length == 0 ? ["--filter", "*"] : rest, config);
return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
