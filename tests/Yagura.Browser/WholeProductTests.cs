using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Yagura.Browser;

/// <summary>The whole product as a person meets it: the demo as a process, its simulator, and a real Chromium.</summary>
public sealed partial class WholeProductTests : IAsyncLifetime
{
    // When a slow machine gives up; not a goal.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 120_000 };
    private static readonly (string Route, string Name)[] Routes =
    [
        ("/", "overview"), ("/incidents", "incidents"), ("/sources", "sources"), ("/sources/proxy1", "source"), ("/service-levels", "service-levels"),
        ("/archive", "archive"), ("/archive/seals/1", "seal"), ("/journal", "journal"), ("/judgements", "judgements"), ("/deliverables", "deliverables"),
        ("/service-levels/receive-loss", "receive-loss"), ("/service-levels/storage-loss", "storage-loss"), ("/service-levels/sev3-containment", "sev3-containment"),
        ("/incidents/INC-3", "incident"), ("/findings", "findings"), ("/rules", "rules"), ("/indicators", "indicators"), ("/unparsed", "unparsed"), ("/search", "search"), ("/journal/20", "entry"), ("/account", "account"), ("/accounts", "accounts"),
    ];

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"yagura-whole-{Guid.NewGuid():N}");
    private readonly TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? demo;

    public async ValueTask InitializeAsync()
    {
        Institution.NeedsChromium();
        demo = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "yagura"), ["demo", "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        demo.ErrorDataReceived += (_, line) => Read(line.Data);
        demo.BeginErrorReadLine();
        demo.BeginOutputReadLine();
        await address.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (demo is not null)
        {
            demo.Kill(entireProcessTree: true);
            await demo.WaitForExitAsync();
            demo.Dispose();
        }

        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_person_signs_in_sees_a_clock_start_stops_it_in_time_and_opens_yesterdays_report()
    {
        var once = (await File.ReadAllTextAsync(Path.Combine(folder, "first-password"))).Trim();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, Locale = "ja-JP" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(await address.Task);
        await Institution.SignInAsync(page, "admin", once);
        await Institution.ChoosePasswordAsync(page, once);

        // The overview is open before the attack has been seen: the clock must come by itself.
        await page.GotoAsync(await address.Task);
        await Assertions.Expect(page.Locator(".demo-stamp").First).ToBeVisibleAsync();
        var clock = page.Locator(".clock", new PageLocatorOptions { Has = page.Locator(".severity-3") });
        await Assertions.Expect(clock.First).ToBeVisibleAsync(Patient);
        var before = await clock.First.Locator(".clock-left").InnerTextAsync();
        await Assertions.Expect(clock.First.Locator(".clock-left")).Not.ToHaveTextAsync(before);

        await clock.First.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "遮断の完了を記録" }).ClickAsync();
        await Assertions.Expect(page.Locator("#complete")).ToBeVisibleAsync();
        await page.FillAsync("#complete-action", "ファイアウォールで拒否");
        await page.ClickAsync("#complete button.btn-primary");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("記録しました");
        await Assertions.Expect(page.Locator(".clock .state").First).ToHaveTextAsync("期限内");

        var yesterday = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await page.GotoAsync($"{await address.Task}/reports/daily/{yesterday}?lang=ja");
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("日次報告書");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("DEMO");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("INC-1");
        await VisitAsync(page);
    }

    /// <summary>The pages over what the real pipeline made: two widths, two languages.</summary>
    private async Task VisitAsync(IPage page)
    {
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                faults.Add($"{page.Url}: {message.Text}");
        };
        foreach (var width in (int[])[1440, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var language in (string[])["ja", "en"])
            {
                foreach (var (route, name) in Routes)
                {
                    await page.GotoAsync($"{await address.Task}{route}?lang={language}");
                    if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0)
                        faults.Add($"{name} {width} {language}: wider than the window");
                    if ((await page.InnerTextAsync("body")).Contains('⟦'))
                        faults.Add($"{name} {width} {language}: a text is missing");
                }
            }
        }

        Assert.Empty(faults);
    }

    private void Read(string? line)
    {
        if (line is not null && Pages().Match(line) is { Success: true } match)
            address.TrySetResult(match.Groups["address"].Value.TrimEnd('/'));
    }

    [GeneratedRegex(@"pages at (?<address>http://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pages();
}
