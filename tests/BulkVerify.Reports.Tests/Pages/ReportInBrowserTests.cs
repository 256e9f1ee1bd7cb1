using System.Text.Json.Nodes;
using BulkVerify.Reports.Pages;
using BulkVerify.Statistics;

namespace BulkVerify.Reports.Tests.Pages;

/// <summary>The report in a real browser.</summary>
public sealed class ReportInBrowserTests(ChromiumProcess process) : IClassFixture<ChromiumProcess>, IDisposable
{
    private const string Senders = "[...document.querySelectorAll('#senders tbody tr')].filter(r => !r.hidden).map(r => r.cells[0].dataset.value)";

    private readonly string _folder = Directory.CreateTempSubdirectory("bulkverify-browser-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_loads_without_an_error_and_without_a_request()
    {
        await using Chromium browser = await OpenAsync();
        AssertQuiet(browser);
        Assert.Contains("authenticates as its From domain", await TextAsync(browser, "document.querySelector('h1').textContent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_text_runs_nothing_and_changes_no_structure()
    {
        await using Chromium browser = await Chromium.StartAsync(process);
        await browser.OpenAsync(await FileAsync(await ReportRows.BuildAsync(_folder, [.. Enumerable.Range(0, 40).Select(ReportRows.HostileRow)], new Fault(FaultKind.Damaged, ReportRows.Hostile, 5, ReportRows.Hostile))));
        Assert.Equal("undefined", await TextAsync(browser, "typeof window.pwned"));
        Assert.Equal("0 1", await TextAsync(browser, "document.images.length + ' ' + document.scripts.length"));
        AssertQuiet(browser);
    }

    [Fact]
    public async Task Headings_sort_the_table_both_ways_and_say_so()
    {
        await using Chromium browser = await OpenAsync();
        string[] before = await NamesAsync(browser);
        await browser.EvaluateAsync("document.querySelector('#senders th button').click()");
        string[] sorted = await NamesAsync(browser);
        Assert.Equal(before.Order(StringComparer.Ordinal), sorted);
        Assert.Equal("ascending", await TextAsync(browser, "document.querySelector('#senders th').getAttribute('aria-sort')"));
        await browser.EvaluateAsync("document.querySelector('#senders th button').click()");
        Assert.Equal(sorted.Reverse(), await NamesAsync(browser));
        Assert.Equal("descending", await TextAsync(browser, "document.querySelector('#senders th').getAttribute('aria-sort')"));
        const string failing = "[...document.querySelectorAll('#senders th')].find(h => h.textContent === 'Failing')";
        await browser.EvaluateAsync($"{failing}.querySelector('button').click()");
        long[] counts = [.. (await browser.EvaluateAsync($"[...document.querySelectorAll('#senders tbody tr')].map(r => Number(r.cells[{failing}.cellIndex].dataset.value))"))!.AsArray().Select(n => n!.GetValue<long>())];
        Assert.Equal(counts.OrderDescending(), counts);
        Assert.Equal("1", await TextAsync(browser, "String(document.querySelectorAll('#senders [aria-sort]').length)"));
    }

    [Fact]
    public async Task The_filter_leaves_senders_that_have_all_words_and_tells_how_many()
    {
        await using Chromium browser = await OpenAsync();
        await FilterAsync(browser, "SENDGRID service");
        Assert.Equal(["sendgrid"], await NamesAsync(browser));
        Assert.Equal("1 of 5 senders", await TextAsync(browser, "document.querySelector('output').textContent"));
        Assert.Equal("1", await TextAsync(browser, "String([...document.querySelectorAll('article')].filter(a => !a.hidden).length)"));
        await FilterAsync(browser, "sendgrid nothing-has-this");
        Assert.Empty(await NamesAsync(browser));
        await FilterAsync(browser, "");
        Assert.Equal(5, (await NamesAsync(browser)).Length);
    }

    [Fact]
    public async Task A_link_to_a_sender_opens_its_streams_and_takes_the_focus()
    {
        await using Chromium browser = await OpenAsync();
        await browser.EvaluateAsync("new Promise(done => { addEventListener('hashchange', () => setTimeout(done), { once: true }); document.querySelector('#senders tbody a').click(); })");
        Assert.Equal("sender1 true", await TextAsync(browser, "document.activeElement.id + ' ' + [...document.querySelectorAll('#sender1 details')].every(d => d.open)"));
        Assert.Equal("false", await TextAsync(browser, "String(document.querySelector('#sender2 details').open)"));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(700)]
    [InlineData(1200)]
    public async Task Nothing_runs_out_of_the_page(int width)
    {
        await using Chromium browser = await Chromium.StartAsync(process);
        await browser.ResizeAsync(width, 800);
        await browser.OpenAsync(await FileAsync(await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220))));
        await browser.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Equal($"{width}", await TextAsync(browser, "String(document.documentElement.scrollWidth)"));
        Assert.Equal($"{width}", await TextAsync(browser, "String(innerWidth)"));
    }

    /// <summary>Neither a table nor a line has to be pushed aside to be read: wide tables are lines there.</summary>
    [Theory]
    [InlineData(360, "")]
    [InlineData(390, "")]
    [InlineData(680, "print")]
    public async Task Nothing_is_cut_off_on_a_phone_and_on_paper(int width, string media)
    {
        await using Chromium browser = await Chromium.StartAsync(process);
        await browser.ResizeAsync(width, 800);
        await browser.EmulateMediaAsync(media);
        await browser.OpenAsync(await FileAsync(await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220))));
        await browser.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Equal("", await TextAsync(browser, """
            [...document.querySelectorAll('.scroll')].filter(e => e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label') + ' ' + e.scrollWidth + ' of ' + e.clientWidth).join('; ')
            """));
        Assert.NotEqual("0", await TextAsync(browser, "String(document.querySelectorAll('table.lines').length)"));
        Assert.Equal("block", await TextAsync(browser, "getComputedStyle(document.querySelector('table.lines tbody tr')).display"));
    }

    [Fact]
    public async Task Headings_of_tables_are_repeated_on_each_page_of_paper()
    {
        await using Chromium browser = await OpenAsync();
        await browser.EmulateMediaAsync("print");
        // What cannot be broken keeps Chromium from repeating the group that it stands in.
        Assert.Equal("table-header-group contents", await TextAsync(browser, "getComputedStyle(document.querySelector('#senders thead')).display + ' ' + getComputedStyle(document.querySelector('#senders thead button')).display"));
        await browser.EmulateMediaAsync("");
        Assert.NotEqual("contents", await TextAsync(browser, "getComputedStyle(document.querySelector('#senders thead button')).display"));
    }

    [Fact]
    public async Task From_domains_beyond_those_with_details_are_lines_that_the_filter_finds()
    {
        MessageRow[] rows = [.. ReportRows.Mixed(200)];
        for (int i = 0; i < rows.Length; i++)
            (rows[i].Sender, rows[i].AuthorDomain) = ("sendgrid", $"brand{i % 40}.example");
        ReportModel model = await ReportRows.BuildAsync(_folder, rows);
        Assert.Equal(40 - ReportBuilder.MaxStreams, model.Senders[0].Further!.Rows.Count);
        await using Chromium browser = await Chromium.StartAsync(process);
        await browser.OpenAsync(await FileAsync(model));
        string last = model.Senders[0].Further!.Rows[^1][0];
        await FilterAsync(browser, last);
        Assert.Equal(last, await TextAsync(browser, "[...document.querySelectorAll('article details:not(.matrix), .further tbody tr')].filter(p => !p.hidden).map(p => p.querySelector('.domain, td').textContent).join(' ')"));
        await FilterAsync(browser, "sendgrid");
        Assert.Equal("40", await TextAsync(browser, "String([...document.querySelectorAll('article details:not(.matrix), .further tbody tr')].filter(p => !p.hidden).length)"));
    }

    [Fact]
    public async Task One_button_opens_what_the_filter_leaves_and_only_what_is_open_is_printed()
    {
        await using Chromium browser = await OpenAsync();
        await FilterAsync(browser, "sendgrid");
        const string press = "document.querySelector('#openers button').click()";
        const string open = "[...document.querySelectorAll('article')].filter(a => [...a.querySelectorAll('details')].every(d => d.open)).map(a => a.querySelector('h3').firstChild.data.trim()).join(' ')";
        Assert.Equal("Open all", await TextAsync(browser, "document.querySelector('#openers button').textContent"));
        await browser.EvaluateAsync(press);
        Assert.Equal("sendgrid Close all", await TextAsync(browser, $"{open} + ' ' + document.querySelector('#openers button').textContent"));
        await browser.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");
        Assert.Equal("sendgrid", await TextAsync(browser, open));
        await browser.EvaluateAsync(press);
        Assert.Equal("", await TextAsync(browser, open));
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Text_stands_out_from_its_ground_as_WCAG_AA_demands(string scheme)
    {
        await using Chromium browser = await Chromium.StartAsync(process);
        await browser.PreferAsync(scheme);
        await browser.OpenAsync(await FileAsync(await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220))));
        await browser.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        string failing = await TextAsync(browser, """
            (() => {
                const parse = text => text.match(/[\d.]+/g).map(Number);
                const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                const ground = element => { for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
                const bad = [];
                for (const element of document.body.querySelectorAll('*')) {
                    if (element.closest('svg, script') || ![...element.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
                    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))].sort((x, y) => y - x);
                    if ((a + 0.05) / (b + 0.05) < 4.5) bad.push(element.className + ':' + element.textContent.slice(0, 30));
                }
                return [...new Set(bad)].join('\n');
            })()
            """);
        Assert.Equal("", failing);
        bool dark = (await browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)'"))!.GetValue<bool>();
        Assert.Equal(scheme == "light", dark);
    }

    [Fact]
    public async Task Tables_have_captions_and_scopes_and_names_are_unique()
    {
        await using Chromium browser = await OpenAsync();
        Assert.Equal("0 0 0 0", await TextAsync(browser, """
            [
                document.querySelectorAll('table:not(:has(caption))').length,
                document.querySelectorAll('th:not([scope])').length,
                document.querySelectorAll('[id]').length - new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size,
                document.querySelectorAll('svg:not([aria-hidden])').length,
            ].join(' ')
            """));
    }

    [Fact]
    public async Task Without_scripts_all_of_it_can_be_read()
    {
        await using Chromium browser = await Chromium.StartAsync(process);
        await browser.DisableScriptsAsync();
        await browser.OpenAsync(await FileAsync(await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220))));
        Assert.Equal("5 0", await TextAsync(browser, "document.querySelectorAll('#senders tbody tr').length + ' ' + document.querySelectorAll('button, input').length"));
        Assert.NotEqual("0", await TextAsync(browser, "String(document.querySelectorAll('details summary').length)"));
    }

    private async Task<Chromium> OpenAsync()
    {
        Chromium browser = await Chromium.StartAsync(process);
        await browser.OpenAsync(await FileAsync(await ReportRows.BuildAsync(_folder, ReportRows.Mixed(220))));
        return browser;
    }

    private async Task<string> FileAsync(ReportModel model)
    {
        string file = Path.Combine(_folder, $"{Guid.NewGuid():n}.html");
        await File.WriteAllTextAsync(file, await ReportRows.HtmlAsync(model), TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>No message on the console, no exception, no violation of the page's policy, no request but that for the file.</summary>
    private static void AssertQuiet(Chromium browser)
    {
        Assert.DoesNotContain(browser.Events, e => Method(e) is "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded");
        Assert.Single(browser.Events, e => Method(e) == "Network.requestWillBeSent");
    }

    private static string Method(JsonNode message) => message["method"]!.GetValue<string>();

    private static async Task<string> TextAsync(Chromium browser, string expression) => (await browser.EvaluateAsync(expression))!.GetValue<string>();

    private static async Task<string[]> NamesAsync(Chromium browser) => [.. (await browser.EvaluateAsync(Senders))!.AsArray().Select(n => n!.GetValue<string>())];

    private static Task FilterAsync(Chromium browser, string words) =>
        browser.EvaluateAsync($"(() => {{ const f = document.getElementById('filter'); f.value = '{words}'; f.dispatchEvent(new Event('input')); }})()");
}
