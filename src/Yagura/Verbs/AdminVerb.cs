using System.CommandLine;
using Yagura.Access;
using Yagura.Operations.Store;
using Yagura.Web.Guard;

namespace Yagura.Verbs;

/// <summary><c>yagura admin reset</c>: a new one-time password for the administrator, for whoever may log in on the machine.</summary>
internal static class AdminVerb
{
    public static Command Create() => new("admin", "Accounts, from this machine.") { Reset() };

    private static Command Reset()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var verb = new Command("reset", $"Gives the account {FirstAdministrator.Name} a new one-time password, in data/first-password.") { config, data };
        verb.SetAction(async (parsed, cancel) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            using var store = await JournalVerb.OpenAsync(settings, cancel);
            var folder = settings.Resolve(settings.Data);
            await using var services = Services(store);
            await using var scope = services.CreateAsyncScope();
            var password = await scope.ServiceProvider.GetRequiredService<FirstAdministrator>().ResetAsync(folder);
            await Console.Error.WriteLineAsync($"one-time password of {FirstAdministrator.Name}: {(Console.IsErrorRedirected ? $"see {FirstAdministrator.FileIn(folder)}" : password)}");
            return Exit.Right;
        });
        return verb;
    }

    private static ServiceProvider Services(OperationsStore store)
    {
        var services = new ServiceCollection();
        services.AddSingleton(store);
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddDataProtection();
        services.AddHttpContextAccessor();
        services.AddAccess(new CookieNames(secure: false));
        return services.BuildServiceProvider();
    }
}
