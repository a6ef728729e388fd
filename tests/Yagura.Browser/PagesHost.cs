using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yagura.Access;
using Yagura.Archive.Disk;
using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.Web;
using Yagura.Web.Guard;
using Yagura.Web.Pages;
using Yagura.Detection.Sigma;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Pages.Rules;
using Yagura.Web.Pages.Find;
using Yagura.Web.Parts;

namespace Yagura.Browser;

/// <summary>The real pages over a real store in a temporary folder, on a loopback port of their own.</summary>
internal sealed class PagesHost : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly string root;

    private PagesHost(WebApplication app, OperationsStore store, string folder)
    {
        application = app;
        root = folder;
        Store = store;
    }

    /// <summary>Where the pages are.</summary>
    public string Address => application.Urls.First();

    public OperationsStore Store { get; }

    public IServiceProvider Services => application.Services;

    /// <summary>Starts the pages.</summary>
    /// <param name="lines">Raw text of records by sequence.</param>
    public static async Task<PagesHost> StartAsync(IReadOnlyDictionary<long, string> lines)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-browser-").FullName;
        var store = await OperationsStore.OpenSqliteAsync(Path.Combine(folder, "yagura.db"), TimeProvider.System, CancellationToken.None);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "yagura", ContentRootPath = folder });
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(store);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddAccess(new CookieNames(secure: false));
        builder.Services.AddYaguraWeb(new WebSettings(Secure: false, Demo: true, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), "node-1"));
        var rules = RuleSet.Load([Path.Combine(AppContext.BaseDirectory, "rules")]);
        builder.Services.AddSingleton(new RuleBoard(() => new RuleBoardView(rules.Hash, [.. rules.Rules.Select((rule, place) => new RuleLine(rule, place * 7 % 900)), .. rules.CorrelationRules.Select(rule => new RuleLine(rule, null))], [.. rules.Refusals.Select(refusal => refusal.ToString())], rules.Suppressions)));
        builder.Services.AddSingleton(IndicatorSeeds.Board(folder));
        builder.Services.AddYaguraPages(new ContractBook([TestContract.Read()]), new RawLines(wanted =>
            Task.FromResult<IReadOnlyDictionary<long, string>>(lines.Where(line => wanted.Contains(line.Key)).ToDictionary(line => line.Key, line => line.Value))),
            new PlainScan((term, from, _, _) => Task.FromResult(new SearchModel(term,
                [.. lines.Where(line => line.Key >= from && line.Value.Contains(term, StringComparison.OrdinalIgnoreCase)).Select(line => new FoundLine(line.Key, DateTimeOffset.UnixEpoch, "fw1", line.Value))], lines.Count, null))),
            new ArchiveView(new LinuxDisk(), Path.Combine(folder, "archive"), Path.Combine(folder, "pins")));
        var app = builder.Build();
        app.UseYaguraWeb();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapAccess();
        app.MapYaguraWeb();
        await app.StartAsync();
        return new PagesHost(app, store, folder);
    }

    /// <summary>Adds an account; its one-time password.</summary>
    public async Task<string> AddAccountAsync(string name, string display, string role)
    {
        await using var scope = application.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<AccountDesk>().AddAsync(new AccountForm(name, display, role), "machine")).Password;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        Store.Dispose();
        Directory.Delete(root, recursive: true);
    }
}
