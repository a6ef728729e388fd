using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Yagura.Detection.Findings;
using Yagura.Events;
using Yagura.Operations.Incidents;

namespace Yagura.Browser;

/// <summary>A night's work: the clock appears by itself, the act stops it, and the figures say so.</summary>
public sealed class IncidentFlowTests(Institution institution) : IClassFixture<Institution>
{
    [Fact]
    public async Task An_analyst_sees_a_clock_start_records_containment_and_sees_it_met()
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("analyst", "ja", 1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync(institution.Host.Address);
        await Assertions.Expect(page.Locator(".live-light").First).ToHaveAttributeAsync("data-state", "on");
        await Assertions.Expect(page.GetByText("203.0.113.250")).ToHaveCountAsync(0);

        await OpenIncidentAsync("203.0.113.250");
        var clock = page.Locator(".clock", new PageLocatorOptions { HasText = "侵入の試み" }).Filter(new LocatorFilterOptions { HasText = "危険度3の初動対応" });
        await Assertions.Expect(clock).ToBeVisibleAsync();
        var before = await clock.Locator(".clock-left").InnerTextAsync();
        await Assertions.Expect(clock.Locator(".clock-left")).Not.ToHaveTextAsync(before);

        await clock.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "遮断の完了を記録" }).ClickAsync();
        await Assertions.Expect(page.Locator("#complete")).ToBeVisibleAsync();
        await page.FillAsync("#complete-action", "ファイアウォールで拒否");
        await page.ClickAsync("#complete button.btn-primary");
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("記録しました");
        await Assertions.Expect(page.Locator(".clock .state")).ToHaveTextAsync("期限内");

        await page.GotoAsync($"{institution.Host.Address}/service-levels/sev3-containment");
        await Assertions.Expect(page.Locator("tr", new PageLocatorOptions { HasText = "期限内" })).ToHaveCountAsync(1);
    }

    /// <summary>Pages renew themselves while somebody works on them; what he presses stays until he lets go.</summary>
    [Fact]
    public async Task A_click_is_not_lost_when_the_page_renews_itself_under_it()
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("analyst", "ja", 1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/incidents");
        await Assertions.Expect(page.Locator(".live-light").First).ToHaveAttributeAsync("data-state", "on");
        var link = page.Locator("#incidents a[href='/incidents/INC-2']").First;
        await link.HoverAsync();
        await page.Mouse.DownAsync();
        await RenewAsync();
        await page.EvaluateAsync("new Promise(done => setTimeout(done, 500))"); // the answer is there, and would have been shown
        Assert.True(await page.EvaluateAsync<bool>("pressed.isConnected"), "the piece was replaced under a pressed button");
        await page.Mouse.UpAsync();
        await page.WaitForURLAsync("**/incidents/INC-2");

        // A release that nobody hears, as behind a context menu, keeps no page old: what was left out is asked for again.
        await page.GotoAsync($"{institution.Host.Address}/incidents");
        await page.Locator("#incidents a").First.HoverAsync();
        await page.Mouse.DownAsync();
        await RenewAsync();
        await page.WaitForFunctionAsync("() => !pressed.isConnected");

        Task RenewAsync() => page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync("() => { window.pressed = document.querySelector('#incidents'); document.body.dispatchEvent(new Event('yagura:changed')); }"),
            response => response.Url.EndsWith("/incidents", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Closing_while_a_clock_runs_is_refused_and_names_the_missing_act()
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("analyst", "ja", 1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/incidents/INC-2");
        await page.ClickAsync("[data-opens=close]");
        await page.FillAsync("#close-outcome", "様子を見る");
        await page.ClickAsync("#close button.btn-primary");
        await Assertions.Expect(page.Locator("#close .error-summary")).ToContainTextAsync("「連絡を記録」");
        Assert.Equal("様子を見る", await page.InputValueAsync("#close-outcome"));
    }

    [Fact]
    public async Task A_change_of_severity_shows_its_consequence_before_it_is_saved()
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("analyst", "ja", 1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/incidents/INC-2");
        await page.ClickAsync("[data-opens=severity]");
        await page.SelectOptionAsync("#severity-value", "3");
        await Assertions.Expect(page.Locator("#severity-preview")).ToContainTextAsync(new Regex("危険度3の初動対応.*期限", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(page.Locator(".incident-line .severity-2")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_auditor_reads_everything_and_is_offered_no_act()
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("auditor", "ja", 1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/incidents/INC-1");
        await Assertions.Expect(page.Locator("dialog")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-opens]")).ToHaveCountAsync(0);
        var refused = await page.GotoAsync($"{institution.Host.Address}/accounts");
        Assert.Equal(403, refused!.Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_its_event_stream()
    {
        Institution.NeedsChromium();
        var once = await institution.Host.AddAccountAsync("leaver", "退出 太郎", "analyst");
        await using var context = await institution.Browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/incidents");
        await Institution.SignInAsync(page, "leaver", once);
        await Institution.ChoosePasswordAsync(page, once);
        await Assertions.Expect(page.Locator(".live-light").First).ToHaveAttributeAsync("data-state", "on");
        await page.ClickAsync(".menu summary");
        await page.ClickAsync("form[action='/sign-out'] button");
        await Institution.ArrivesAsync(page, "/sign-in$");
        var stream = await context.APIRequest.GetAsync($"{institution.Host.Address}/live");
        Assert.Equal(401, stream.Status);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_and_a_request_without_token_changes_nothing()
    {
        Institution.NeedsChromium();
        var once = await institution.Host.AddAccountAsync("locked", "施錠 太郎", "analyst");
        await using var context = await institution.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/sign-in");
        for (var i = 0; i < 5; i++)
        {
            await Institution.SignInAsync(page, "locked", "not the password");
            await Assertions.Expect(page.Locator("#password")).ToHaveValueAsync("");
            await Assertions.Expect(page.Locator(".error-summary")).ToBeVisibleAsync();
        }
        await Institution.SignInAsync(page, "locked", once);
        await Assertions.Expect(page.Locator(".error-summary")).ToContainTextAsync("15分間");
        var bare = await context.APIRequest.PostAsync($"{institution.Host.Address}/sign-in", new APIRequestContextOptions { Form = context.APIRequest.CreateFormData().Set("name", "analyst1").Set("password", Institution.Password) });
        Assert.Equal(400, bare.Status);
    }

    private async Task OpenIncidentAsync(string entity)
    {
        var desk = new IncidentDesk(institution.Host.Store, new DeskRules(_ => 3, null));
        await desk.TakeAsync(new DetectionBatch
        {
            Through = 200, RuleSet = new string('b', 64), Node = "node-1", SandboxAlerts = [], Overflow = [], Blind = [],
            Findings =
            [
                new Finding
                {
                    RuleId = "intrusion", RuleHash = new string('a', 64), RuleFolder = "rules", Title = $"侵入の試み {entity}", Level = "critical", Node = "node-1", TriggerSequence = 150, Item = 0,
                    GroupKey = entity, Source = "ips1", ReceivedAt = ReceiveTime.From(TimeProvider.System.GetUtcNow().AddSeconds(-5)), Lane = Lane.Live, Evidence = [150],
                },
            ],
        }, CancellationToken.None);
    }
}
