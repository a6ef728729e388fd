using System.CommandLine;
using Yagura.Demo;
using Yagura.Serving;

namespace Yagura.Verbs;

/// <summary><c>yagura serve</c>: the product.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var config = SharedOptions.Config();
        var data = SharedOptions.Data();
        var accept = new Option<bool>("--accept-rollback") { Description = "The folder lies behind what is known outside and the rest is gone for good: goes on under a new origin and records what is gone." };
        var verb = new Command("serve", "Takes in logs, seals them, detects, runs the clocks and shows the pages, until stopped.") { config, data, accept };
        verb.SetAction(async (parsed, cancel) =>
        {
            var settings = SharedOptions.Settings(parsed.GetValue(config), parsed.GetValue(data));
            var folder = settings.Resolve(settings.Data);
            if (DemoFolder.IsDemo(folder))
                throw new VerbException($"{folder} is a demo's folder: what is in it is invented; choose another folder with --data");
            return await ServeHost.RunAsync(settings with { AcceptRollback = parsed.GetValue(accept) }, HostTerms.Product, cancel);
        });
        return verb;
    }
}
