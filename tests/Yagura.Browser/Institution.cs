using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Yagura.Browser;

/// <summary>The pages with a morning's data, and a browser in front of them; shared by the tests of a class.</summary>
public sealed class Institution : IAsyncLifetime
{
    /// <summary>The password that every account of the tests chooses at its first sign-in.</summary>
    public const string Password = "a long enough passphrase";

    private PagesHost? host;
    private IPlaywright? playwright;
    private IBrowser? browser;
    // One signed-in state a role: signing in is tested once, not before each page.
    private readonly Dictionary<string, string> states = [];

    internal PagesHost Host => host!;

    internal IBrowser Browser => browser!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium.Path)) return;
        host = await PagesHost.StartAsync(Seeds.Lines);
        await Seeds.FillAsync(host.Store, TimeProvider.System.GetUtcNow());
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    /// <summary>Skips the test where there is no browser.</summary>
    internal static void NeedsChromium() => Assert.SkipUnless(File.Exists(Chromium.Path), $"needs {Chromium.Path}");

    /// <summary>A browser context of a person with a role, signed in.</summary>
    internal async Task<IBrowserContext> SignedInAsync(string role, string language, int width)
    {
        if (!states.TryGetValue(role, out var state)) states[role] = state = await FirstSignInAsync(role);
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions { StorageState = state, ViewportSize = new ViewportSize { Width = width, Height = 900 }, Locale = language == "ja" ? "ja-JP" : "en-GB", TimezoneId = "Asia/Tokyo" });
        await context.AddCookiesAsync([new Cookie { Name = "yagura-lang", Value = language, Url = Host.Address }]);
        return context;
    }

    private async Task<string> FirstSignInAsync(string role)
    {
        var name = $"{role}1";
        var once = await Host.AddAccountAsync(name, role switch { "analyst" => "佐藤 花子", "client" => "田中 一郎", "auditor" => "鈴木 次郎", _ => "山田 管理" }, role);
        await using var context = await Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Host.Address}/incidents");
        await SignInAsync(page, name, once);
        await ChoosePasswordAsync(page, once);
        return await context.StorageStateAsync();
    }

    internal static async Task SignInAsync(IPage page, string name, string password)
    {
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", password);
        await page.ClickAsync("main form button");
    }

    internal static async Task ChoosePasswordAsync(IPage page, string current)
    {
        await ArrivesAsync(page, "/account/password$");
        await page.FillAsync("#current", current);
        await page.FillAsync("#new", Password);
        await page.FillAsync("#repeat", Password);
        await page.ClickAsync("main form button");
        await ArrivesAsync(page, "^(?!.*/account)");
    }

    /// <summary>
    /// Waits until the page's address matches <paramref name="address"/>. Asks for the address again and again: Playwright's <c>WaitForURLAsync</c> waits
    /// for an event, and in vain when that comes between its own look and its wait.
    /// </summary>
    internal static Task ArrivesAsync(IPage page, [StringSyntax(StringSyntaxAttribute.Regex)] string address) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(address), new PageAssertionsToHaveURLOptions { Timeout = 30_000 });

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
        if (host is not null) await host.DisposeAsync();
    }
}
