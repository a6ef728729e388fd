using Microsoft.Playwright;

namespace Yagura.Browser;

/// <summary>Every route, wide and narrow, in both languages: nothing overflows, no text is missing, the console is silent. The pictures are for people to look at.</summary>
public sealed class EveryPageTests(Institution institution) : IClassFixture<Institution>
{
    private static readonly string Screens = Path.Combine(AppContext.BaseDirectory, "TestResults", "screens");

    public static readonly string[] Routes =
    [
        "/", "/incidents", "/incidents?state=all", "/incidents/INC-1", "/incidents/INC-2?act=contact", "/incidents/INC-1?act=severity", "/judgements", "/judgements/SB-2026-0412",
        "/sources", "/sources/proxy1", "/sources/proxy1?act=silence", "/rules", "/rules?q=brute&sort=cost", "/rules/0f2ad1f6-2f0e-4d0c-9a53-6d1c7a0e5b13", "/indicators", "/indicators?value=www.evil.example", "/unparsed", "/unparsed?source=waf1", "/unparsed/draft?shape=1&shape=2", "/unparsed/draft?shape=3&id=local/pairs", "/findings", "/incidents/INC-1?act=split", "/incidents/INC-1?act=excuse", "/journal/3?act=correct", "/journal", "/journal/3", "/archive", "/service-levels", "/service-levels/sev3-containment", "/deliverables", "/search", "/search?q=srcip", "/accounts", "/account", "/account/password", "/no-such-page",
    ];

    public static TheoryData<string, int, string> Every()
    {
        var all = new TheoryData<string, int, string>();
        foreach (var route in Routes)
            foreach (var width in new[] { 1440, 390 })
                foreach (var language in new[] { "ja", "en" }) all.Add(route, width, language);
        return all;
    }

    [Theory, MemberData(nameof(Every))]
    public async Task The_page_fits_says_everything_and_raises_no_error(string route, int width, string language)
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("administrator", language, width);
        await VisitAsync(context, route, width, language);
    }

    [Theory]
    [InlineData(1440, "ja")]
    [InlineData(390, "en")]
    public async Task The_sign_in_page_fits_too(int width, string language)
    {
        Institution.NeedsChromium();
        await using var context = await institution.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        await VisitAsync(context, $"/sign-in?lang={language}", width, language);
    }

    [Theory]
    [InlineData(1440, "ja")]
    [InlineData(390, "en")]
    public async Task The_daily_report_fits_and_prints_on_A4(int width, string language)
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("auditor", language, width);
        var today = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(TimeProvider.System.GetUtcNow(), "Asia/Tokyo").ToString("yyyy-MM-dd", null);
        var page = await VisitAsync(context, $"/reports/daily/{today}", width, language);
        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true, Path = Path.Combine(Screens, $"daily-{language}.pdf") });
        Assert.True(pdf.Length > 10_000);
    }

    private async Task<IPage> VisitAsync(IBrowserContext context, string route, int width, string language)
    {
        var page = await context.NewPageAsync();
        // Bounded by one page's life.
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            // The browser itself reports the status of the one page that is meant to be missing.
            if (message.Type is "error" or "warning" && !(route == "/no-such-page" && message.Text.Contains("404", StringComparison.Ordinal))) errors.Add(message.Text);
        };
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync($"{institution.Host.Address}{route}", new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await page.WaitForTimeoutAsync(300);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screens, $"{Name(route)}-{width}-{language}.png"), FullPage = true });
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var text = await page.InnerTextAsync("body");
        Assert.True(overflow <= 0, $"{route} at {width} px is {overflow} px too wide");
        Assert.DoesNotContain("⟦?", text, StringComparison.Ordinal);
        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
        Assert.Empty(errors);
        return page;
    }

    private static string Name(string route) => route.Trim('/').Replace('/', '_').Replace('?', '_').Replace('=', '_').Replace('&', '_') is { Length: > 0 } name ? name : "overview";
}
