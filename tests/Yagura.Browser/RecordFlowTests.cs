using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Yagura.Browser;

/// <summary>Acts on silences, findings and incidents through the pages, down to the journal.</summary>
public sealed class RecordFlowTests(Institution institution) : IClassFixture<Institution>
{
    [Fact]
    public async Task A_silence_is_explained_and_its_minutes_are_no_longer_called_unproven()
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("client", "ja", 1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/sources/proxy1");
        await page.ClickAsync("button[data-opens=silence]");
        await page.SelectOptionAsync("#silence-as", "off");
        await page.FillAsync("#silence-reason", "計画停止のため電源を切っていた。");
        await page.ClickAsync("#silence button.btn-primary");
        await page.WaitForSelectorAsync(".done");
        Assert.Contains("停止中", await page.InnerTextAsync("#silences"), StringComparison.Ordinal);
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('#silences tbody tr').length"));
        var entry = await institution.Host.Store.ReadAsync(read => read.Journal.SingleAsync(row => row.Kind == "log.silence-explained"));
        Assert.Equal(("source:proxy1", "client:client1"), (entry.Subject, entry.Actor));
    }

    [Fact]
    public async Task What_the_rules_refuse_comes_back_in_its_dialog_with_what_was_typed()
    {
        Institution.NeedsChromium();
        await using var context = await institution.SignedInAsync("analyst", "ja", 390);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{institution.Host.Address}/incidents/INC-1");
        await page.ClickAsync("button[data-opens=merge]");
        await page.FillAsync("#merge-into", "INC-999");
        await page.FillAsync("#merge-reason", "同じ攻撃");
        await page.ClickAsync("#merge button.btn-primary");
        await page.WaitForSelectorAsync("#merge[open] .error-summary");
        Assert.Contains("INC-999", await page.InnerTextAsync("#merge .error-summary"), StringComparison.Ordinal);
        Assert.Equal("同じ攻撃", await page.InputValueAsync("#merge-reason"));
        Assert.False(await institution.Host.Store.ReadAsync(read => read.Journal.AnyAsync(row => row.Kind == "incident.merged")));
    }
}
