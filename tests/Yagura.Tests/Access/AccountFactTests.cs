using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Yagura.Access;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Evaluation;
using Yagura.ServiceLevel.Journal;
using Yagura.Tests.Operations;
using Yagura.Tests.ServiceLevel;
using Yagura.Web.Guard;
using Yagura.Web.Pages;

namespace Yagura.Tests.Access;

/// <summary>Who makes a client account could confirm in the client's name.</summary>
public sealed class AccountFactTests(TestStores stores) : IClassFixture<TestStores>
{
    [Fact]
    public async Task An_administrator_who_makes_a_client_account_is_named_in_the_evaluation()
    {
        var clock = new FakeTime(new DateTimeOffset(2021, 4, 10, 10, 0, 0, Journals.Tokyo));
        using var store = await stores.OpenAsync("sqlite", clock);
        var services = new ServiceCollection();
        services.AddSingleton(store).AddSingleton<TimeProvider>(clock).AddLogging().AddHttpContextAccessor();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAccess(new CookieNames(secure: false));
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<AccountDesk>();
        await desk.AddAsync(new AccountForm("officer", "Officer", "client"), "administrator:root");

        var entry = Assert.Single(await new JournalStore(store).ReadAsync(0, 10, TestContext.Current.CancellationToken));
        Assert.Equal(("account.created", "administrator:root", "officer", "client"), (entry.Kind, entry.Actor, entry.Data.Text("account"), entry.Data.Text("role")));
        var printed = Evaluate.Run(Journals.Input([entry], "2021-04-01", "2021-04-30", null)).Remarks.Exclusions;
        var named = Assert.Single(printed, exclusion => exclusion.What == "client-account");
        Assert.Contains("administrator:root", named.Text.En, StringComparison.Ordinal);
        Assert.True(named.Unconfirmed);
    }
}
