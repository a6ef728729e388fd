using System.Net;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yagura.Access;
using Yagura.Archive.Disk;
using Yagura.Control;
using Yagura.Pipeline;
using Yagura.Settings;
using Yagura.Web;
using Yagura.Web.Guard;
using Yagura.Web.Live;
using Yagura.Web.Pages;
using Yagura.Web.Pages.Custody;
using Yagura.Web.Pages.Find;
using Yagura.Web.Parts;

namespace Yagura.Serving;

/// <summary>The running product: the pipeline and the pages in one process.</summary>
internal static class ServeHost
{
    /// <summary>Runs until the process is told to stop; the exit code.</summary>
    public static async Task<int> RunAsync(YaguraSettings settings, HostTerms terms, CancellationToken stop)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "yagura", ContentRootPath = AppContext.BaseDirectory });
        // The configuration file is ours alone: no environment variable or appsettings.json changes what it says.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => { console.SingleLine = true; console.TimestampFormat = "HH:mm:ss "; console.UseUtcTimestamp = true; });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // It warns at every new session key that the folder is not encrypted; ours is 0700 in a folder that is ours.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Yagura", LogLevel.Information);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings.Listen.Web));

        await using var pipeline = await OpenAsync(settings, terms.Time, stop);
        await terms.Prepare(pipeline);
        ControlSocket.Listen(builder.WebHost, pipeline.Folder.Root);
        Register(builder.Services, settings, pipeline, terms);
        await using var app = builder.Build();
        Map(app, pipeline);

        await StartAsync(pipeline, settings, app.Services.GetRequiredService<ILoggerFactory>());
        var firstPassword = await FirstPasswordAsync(app, settings);
        await StartPagesAsync(app, settings, stop);
        await AnnounceAsync(settings, pipeline, firstPassword);
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Reload(signal, pipeline));
        await app.WaitForShutdownAsync(stop);
        RemoveSocket(pipeline);
        await pipeline.StopAsync();
        return pipeline.IsHalted ? Exit.CheckFailed : Exit.Right;
    }

    // A disk that turned read-only keeps it; the next start takes its place.
    private static void RemoveSocket(Spine pipeline)
    {
        try
        {
            File.Delete(ControlSocket.In(pipeline.Folder.Root));
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            // It answers nobody any more.
        }
    }

    // What an administrator expects of SIGHUP: the rules are read again. It never ends the server; what came of it is in the log.
    private static void Reload(PosixSignalContext signal, Spine pipeline)
    {
        signal.Cancel = true;
        _ = Task.Run(() => pipeline.ReloadRulesAsync(acceptRefused: false, CancellationToken.None));
    }

    private static async Task<Spine> OpenAsync(YaguraSettings settings, TimeProvider time, CancellationToken stop)
    {
        try
        {
            return await Spine.OpenAsync(settings, time, stop);
        }
        catch (Exception refused) when (Refusals.Explain(refused, settings) is { } advice)
        {
            throw new VerbException(advice);
        }
    }

    private static async Task StartAsync(Spine pipeline, YaguraSettings settings, ILoggerFactory logs)
    {
        try
        {
            await pipeline.StartAsync(logs);
        }
        catch (Exception refused) when (Refusals.Explain(refused, settings) is { } advice)
        {
            throw new VerbException(advice);
        }
    }

    // Named here and not by UseUrls: Kestrel forgets its addresses when it is given a socket file too.
    private static void Listen(KestrelServerOptions kestrel, Uri web)
    {
        kestrel.AddServerHeader = false;
        if (IPAddress.TryParse(web.Host.Trim('[', ']'), out var address))
            kestrel.Listen(address, web.Port);
        else
            kestrel.ListenLocalhost(web.Port);
    }

    private static void Register(IServiceCollection services, YaguraSettings settings, Spine pipeline, HostTerms terms)
    {
        services.AddSingleton(terms.Time);
        services.AddSingleton(pipeline.Store);
        services.AddSingleton(pipeline);
        services.AddSingleton(ListenerLines.Of(pipeline));
        services.AddSingleton(RuleLines.Of(pipeline));
        services.AddSingleton(IndicatorLines.Of(pipeline, settings));
        var keys = Path.Combine(settings.Resolve(settings.Data), "keys", "sessions");
        // Who reads these can make himself a session.
        Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddDataProtection().SetApplicationName("yagura");
        services.AddOptions<KeyManagementOptions>().Configure<ILoggerFactory>((options, logs) =>
        {
            var log = logs.CreateLogger("Yagura.Access");
            options.XmlRepository = new SessionKeys(new LinuxDisk(), keys, sentence => log.LogError("{Alarm}", sentence));
        });
        services.AddHttpContextAccessor();
        services.AddAccess(new CookieNames(secure: false));
        services.AddYaguraWeb(new WebSettings(Secure: false, terms.Demo, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), settings.Node));
        services.AddYaguraPages(pipeline.Knowledge.Contracts, new RawLines(pipeline.Lines.ReadAsync), new PlainScan(pipeline.Lines.ScanAsync), new ArchiveView(new LinuxDisk(), pipeline.Folder.Archive, pipeline.Folder.Pins));
    }

    private static void Map(WebApplication app, Spine pipeline)
    {
        ControlDoor.Map(app, pipeline);
        app.UseYaguraWeb();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/healthz", () => Health.Of(pipeline.Status()));
        app.MapAccess();
        app.MapYaguraWeb();
        var live = app.Services.GetRequiredService<LiveStreams>();
        pipeline.Moved += (_, _) => live.Moved();
    }

    private static async Task<string?> FirstPasswordAsync(WebApplication app, YaguraSettings settings)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().EnsureAsync(settings.Resolve(settings.Data));
    }

    private static async Task StartPagesAsync(WebApplication app, YaguraSettings settings, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException taken)
        {
            throw new VerbException($"the pages cannot listen on {settings.Listen.Web}: {taken.Message} Stop what holds the port, or set listen.web in the configuration.");
        }
    }

    private static async Task AnnounceAsync(YaguraSettings settings, Spine pipeline, string? firstPassword)
    {
        foreach (var listener in pipeline.Listeners)
            await Console.Error.WriteLineAsync($"yagura: {listener.Id} listens on {listener.Endpoint}");
        await Console.Error.WriteLineAsync($"yagura: pages at {settings.Listen.Web}");
        if (firstPassword is null)
            return;
        var file = FirstAdministrator.FileIn(settings.Resolve(settings.Data));
        // A service's log is read by others: the password itself is shown on a terminal only.
        await Console.Error.WriteLineAsync($"yagura: sign in as {FirstAdministrator.Name} with the one-time password {(Console.IsErrorRedirected ? $"in {file}" : firstPassword)}");
    }
}
