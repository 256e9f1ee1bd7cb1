namespace BulkVerify.Micro.Tests;

public class BudgetTests
{
    [Fact]
    public void Every_benchmark_has_a_budget_and_every_budget_a_benchmark() =>
        Assert.Equal(MicroBenchmark.All().Select(b => b.Name).Order(StringComparer.Ordinal), Budgets.Read().Keys);

    [Fact]
    public void No_operation_allocates_more_than_its_budget()
    {
        SortedDictionary<string, long> budgets = Budgets.Read();
        List<string> over = [];
        foreach (MicroBenchmark benchmark in MicroBenchmark.All())
        {
            double bytes = benchmark.MeasureAllocations();
            if (bytes > budgets.GetValueOrDefault(benchmark.Name))
                over.Add($"{benchmark.Name}: {bytes:0.#} bytes, budget {budgets.GetValueOrDefault(benchmark.Name)}");
        }
        Assert.Empty(over);
    }
}
