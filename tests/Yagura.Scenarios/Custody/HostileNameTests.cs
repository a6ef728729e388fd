using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Custody;

/// <summary>An archive is checked by somebody whom its owner would like to deceive: names in it are text from outside.</summary>
public sealed class HostileNameTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-names-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("\u001b[2J\u001b[Hthe archive holds")]
    [InlineData("x\nthe archive holds")]
    [InlineData("\u202egz.gol")]
    public async Task A_name_in_an_archive_gives_no_orders_to_the_terminal(string name)
    {
        Assert.Equal(0, (await Verb.RunCommandAsync("cp", "-a", Path.Combine(Repository.Root, "tests", "archives", "v1", "ordinary", "archive"), folder)).Code);
        var archive = Path.Combine(folder, "archive");
        await File.WriteAllTextAsync(Path.Combine(archive, "2026", "11", "22", name), "");
        await File.WriteAllTextAsync(Path.Combine(archive, "checkpoints", name), "");
        var verified = await Verb.RunAsync("verify", archive);
        Assert.Equal(1, verified.Code);
        Assert.Equal(2, verified.Output.Split('\n').Count(line => line.Contains("stray-file", StringComparison.Ordinal)));
        Assert.DoesNotContain("\nthe archive holds", verified.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(verified.Output, character => character is '\u001b' or '\u202e');
    }
}
