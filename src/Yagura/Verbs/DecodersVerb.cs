using System.CommandLine;
using Yagura.Decoding;
using Yagura.Decoding.Definitions;
using Yagura.Settings;

namespace Yagura.Verbs;

/// <summary><c>yagura decoders</c>: the samples that decoder files carry, and suites of lines by other authors, against all shipped decoders.</summary>
internal static class DecodersVerb
{
    public static Command Create() => new("decoders", "Tests decoders.") { Test(), DecodersJudgeVerb.Create() };

    private static Command Test()
    {
        var path = new Argument<string?>("FILE|DIR") { Description = "A decoder file VENDOR/PRODUCT.yaml, or a folder of them; the shipped ones without it.", Arity = ArgumentArity.ZeroOrOne };
        var folders = new Option<string[]>("--decoders") { Description = "Further folders of decoders, so that the file can be like one of them." };
        var verb = new Command("test", "Runs the samples of decoder files: each field that is not as expected, with file and line. Exit code 1 when there is one. A warning names what is likely a mistake in the files that were named, and changes no exit code.") { path, folders };
        verb.SetAction(async (parsed, _) =>
        {
            var shipped = YaguraSettings.Shipped("decoders");
            var named = Path.GetFullPath(parsed.GetValue(path) ?? shipped);
            var runner = new SampleRunner(Load([shipped, .. parsed.GetValue(folders) ?? []], named));
            var ids = runner.IdsIn(named);
            var wrong = ids.SelectMany(runner.Run).ToList();
            foreach (var line in wrong)
                await Console.Out.WriteLineAsync(line);
            var warnings = parsed.GetValue(path) is null ? [] : ids.SelectMany(runner.Warnings).ToList();
            foreach (var line in warnings)
                await Console.Out.WriteLineAsync($"warning: {line}");
            await Console.Out.WriteLineAsync($"{ids.Count} decoders, {ids.Sum(runner.SampleCount)} samples, {wrong.Count} wrong" + (warnings.Count > 0 ? $", {warnings.Count} warnings" : ""));
            return wrong.Count == 0 && ids.Count > 0 ? Exit.Right : Exit.CheckFailed;
        });
        return verb;
    }

    private static DecoderSet Load(string[] folders, string named)
    {
        if (Array.Find([.. folders[1..], named], path => !File.Exists(path) && !Directory.Exists(path)) is { } missing)
            throw new VerbException($"{missing} does not exist");
        try
        {
            return File.Exists(named) ? DecoderSet.Load(folders, [named]) : DecoderSet.Load([.. folders.Where(folder => folder != named), named]);
        }
        catch (DecoderLoadException refused)
        {
            throw new VerbException(refused.Message);
        }
    }
}
