using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Xunit;
using Yagura.Scenarios.Parts;

namespace Yagura.Scenarios.Import;

/// <summary>Old logs come in by <c>yagura import</c>, through the running server and without it, over a kill in the middle.</summary>
public sealed class ImportTests : IDisposable
{
    private const int Lines = 150_000;
    private readonly string folder = Directory.CreateTempSubdirectory("yagura-import-").FullName;

    [Fact]
    public async Task An_import_goes_on_after_the_server_was_killed_in_its_middle_and_stores_no_line_twice()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        var file = await WriteAsync("old.log", Lines);
        using var importing = Start("import", file, "--source", "fw1", "--data", server.Data);
        await server.UntilAsync("a part is stored", status => Last(status) is > 3000);
        await server.KillAsync();
        await importing.WaitForExitAsync();
        Assert.Equal(2, importing.ExitCode);
        Assert.Contains("run the same again", await importing.StandardError.ReadToEndAsync(), StringComparison.Ordinal);

        await server.StartAsync();
        var again = await Verb.RunAsync("import", file, "--source", "fw1", "--data", server.Data);
        Assert.True(again.Code == 0, again.Errors);
        Assert.Contains("stood there from an earlier run", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(await File.ReadAllLinesAsync(file), Stored(server.Data));
        await VerifyAsync(server.Data);
    }

    [Fact]
    public async Task An_import_into_a_stopped_folder_that_is_killed_goes_on_and_is_sealed()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        Assert.Equal(0, await server.StopAsync());
        var file = await WriteAsync("old.log", Lines);
        using (var importing = Start("import", file, "--source", "fw1", "--data", server.Data))
        {
            var state = Path.Combine(server.Data, "imports");
            while (!Directory.Exists(state) || !Directory.EnumerateFiles(state, "*.json").Any(path => File.ReadAllText(path).Contains("000,\n  \"sequence", StringComparison.Ordinal)))
                await Task.Delay(1);
            importing.Kill();
            await importing.WaitForExitAsync();
        }

        var packed = await PackAsync(file);
        var again = await Verb.RunAsync("import", file, packed, "--source", "fw1", "--data", server.Data);
        Assert.True(again.Code == 0, again.Errors);
        var lines = await File.ReadAllLinesAsync(file);
        Assert.Equal(lines.Concat(lines), Stored(server.Data));
        await VerifyAsync(server.Data);

        await File.AppendAllLinesAsync(file, ["one more"]);
        var grown = await Verb.RunAsync("import", file, "--source", "fw1", "--data", server.Data);
        Assert.Contains("1 lines stored", grown.Output, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(file, ["another file of the same name"]);
        var replaced = await Verb.RunAsync("import", file, "--source", "fw1", "--data", server.Data);
        Assert.Contains("1 lines stored", replaced.Output, StringComparison.Ordinal);
        Assert.Contains("another file of this name", replaced.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_finds_what_is_sealed_and_what_is_not_and_says_when_there_is_nothing()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        var file = Path.Combine(folder, "odd.log");
        await File.WriteAllBytesAsync(file, [.. "<13>one \u001b[31mred\n<13>ONE two\n"u8, .. "<13>latin caf"u8, 0xe9, .. " one\n"u8]);
        Assert.Equal(0, (await Verb.RunAsync("import", file, "--source", "fw1", "--data", server.Data)).Code);
        await SearchesAsync(server.Data);
        Assert.Equal(0, await server.StopAsync());
        await SearchesAsync(server.Data);
    }

    [Fact]
    public async Task Lines_said_to_be_of_a_gap_that_there_is_not_are_refused_with_and_without_the_server()
    {
        await using var server = new Server(folder);
        await server.StartAsync();
        var file = await WriteAsync("resent.log", 3);
        async Task RefusedAsync()
        {
            var refused = await Verb.RunAsync("import", file, "--source", "fw1", "--gap", "77", "--data", server.Data);
            Assert.Equal(2, refused.Code);
            Assert.Contains("--gap 77 is refused: the journal has no entry of this number", refused.Errors, StringComparison.Ordinal);
        }

        await RefusedAsync();
        Assert.Equal(0, await server.StopAsync());
        await RefusedAsync();
        Assert.Empty(Stored(server.Data));
    }

    [Theory]
    [InlineData("--source is not allowed", "import", "{file}", "--source", "Not An Id", "--data", "{data}")]
    [InlineData("does not exist", "import", "{data}/nothing.log", "--source", "fw1", "--data", "{data}")]
    [InlineData("is a folder", "import", "{data}", "--source", "fw1", "--data", "{data}")]
    [InlineData("named twice", "import", "{file}", "{file}", "--source", "fw1", "--data", "{data}")]
    [InlineData("there is no data folder", "import", "{file}", "--source", "fw1", "--data", "{data}/elsewhere")]
    [InlineData("Option '--source' is required", "import", "{file}")]
    [InlineData("--limit 0 is not allowed", "search", "x", "--limit", "0", "--data", "{data}")]
    [InlineData("--from 0 is not allowed", "search", "x", "--from", "0", "--data", "{data}")]
    [InlineData("the term is empty", "search", "", "--data", "{data}")]
    public async Task Wrong_use_is_told_in_a_line_and_ends_with_2(string says, params string[] arguments)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        var file = await WriteAsync("some.log", 1);
        var verb = await Verb.RunAsync([.. arguments.Select(argument => argument.Replace("{data}", data, StringComparison.Ordinal).Replace("{file}", file, StringComparison.Ordinal))]);
        Assert.Equal(2, verb.Code);
        Assert.Contains(says.Replace("--source is", "--source Not An Id is", StringComparison.Ordinal), verb.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", verb.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task SearchesAsync(string data)
    {
        var found = await Verb.RunAsync("search", "one", "--data", data);
        Assert.True(found.Code == 0, found.Errors);
        Assert.Equal(3, found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("\u001b", found.Output, StringComparison.Ordinal);
        var limited = await Verb.RunAsync("search", "one", "--limit", "1", "--json", "--data", data);
        Assert.Equal("<13>one \u001b[31mred", System.Text.Json.JsonDocument.Parse(limited.Output).RootElement.GetProperty("raw").GetString());
        Assert.Contains("--from 2", limited.Errors, StringComparison.Ordinal);
        var nothing = await Verb.RunAsync("search", "nowhere", "--data", data);
        Assert.Equal((0, ""), (nothing.Code, nothing.Output));
        Assert.Contains("nothing holds \"nowhere\"; 3 records looked at", nothing.Errors, StringComparison.Ordinal);
    }

    private static long Last(System.Text.Json.JsonElement status) => status.GetProperty("spool").GetProperty("last").GetInt64();

    private static IEnumerable<string> Stored(string data)
    {
        var evidence = Evidence.Read(Path.Combine(data, "archive")).Where(line => line.Via == "import").ToList();
        Assert.All(evidence, line => Assert.Equal("fw1", line.Source));
        return evidence.Select(line => line.Raw);
    }

    private static async Task VerifyAsync(string data)
    {
        var verified = await Verb.RunAsync("verify", data);
        Assert.True(verified.Code == 0, verified.Output + verified.Errors);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Server.Executable, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;

    private async Task<string> WriteAsync(string name, int lines)
    {
        var path = Path.Combine(folder, name);
        // Every third line is like the one before: equal lines must be counted, too.
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, lines).Select(index => SampleLines.Ordinary("old", index - (index % 3 == 2 ? 1 : 0))), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    private static async Task<string> PackAsync(string path)
    {
        await using var packed = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Fastest);
        await packed.WriteAsync(await File.ReadAllBytesAsync(path));
        return path + ".gz";
    }
}
