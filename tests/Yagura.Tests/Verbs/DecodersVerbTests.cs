using System.Diagnostics;
using Xunit;

namespace Yagura.Tests.Verbs;

/// <summary><c>yagura decoders test</c> names what is wrong with file and line, and its exit code says whether anything is.</summary>
public sealed class DecodersVerbTests : IDisposable
{
    private const string Gate = """
        decoder: example/gate
        title: t
        recognise: [{starts: ["gate "]}]
        steps: [{patterns: ["gate %{source.address:ip} %{event.action:word}"]}]
        samples:
          - line: "gate 192.0.2.9 open"
            expect:
              source.ip: 192.0.2.9
              event.action: open
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("yagura-decoders-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Samples_that_give_what_they_expect_pass()
    {
        var (exit, output) = Test(Write(Gate));
        Assert.Equal((0, "1 decoders, 1 samples, 0 wrong"), (exit, output.Trim()));
        Assert.Equal(0, Test(folder).Exit);
    }

    [Fact]
    public void Each_field_that_is_wrong_is_named_with_file_and_line()
    {
        var file = Write(Gate.Replace("192.0.2.9\n", "192.0.2.8\n", StringComparison.Ordinal).Replace("event.action: open", "event.outcome: success", StringComparison.Ordinal));
        var (exit, output) = Test(file);
        Assert.Equal(1, exit);
        Assert.Contains($"{file}:8: source.ip is 192.0.2.9, expected 192.0.2.8", output, StringComparison.Ordinal);
        Assert.Contains($"{file}:9: event.outcome is absent, expected success", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fragment_that_stands_only_inside_words_is_warned_of()
    {
        var file = Write(Gate.Replace("]}]\nsamples", "]}, {find: [\"pe%{rest:word}\", \"2.9 %{after:word}\", \"op%{more:word}\", \"at%{never:int}\"]}]\nsamples", StringComparison.Ordinal));
        var (exit, output) = Test(file);
        Assert.Equal(0, exit);
        Assert.Contains($"warning: {file}:6: the fragment that begins with \"pe\" stands inside a word here", output, StringComparison.Ordinal);
        Assert.EndsWith("1 decoders, 1 samples, 0 wrong, 1 warnings", output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_refused_is_named_with_line_and_column() =>
        Assert.Contains("gate.yaml:5:1: unknown key \"examples\"", Test(Write(Gate.Replace("samples:", "examples:", StringComparison.Ordinal))).Output, StringComparison.Ordinal);

    [Fact]
    public void A_file_may_be_like_another_of_ones_own_folder()
    {
        Write(Gate);
        var file = Write("""
            decoder: example/door
            title: t
            like: example/gate
            recognise: [{starts: ["gate d"]}]
            steps: [{patterns: ["gate door %{source.address:ip} %{event.action:word}"]}]
            samples:
              - line: "gate door 192.0.2.9 open"
                expect: {source.ip: 192.0.2.9}
            """, "door.yaml");
        Assert.Contains("there is no decoder \"example/gate\"", Test(file).Output, StringComparison.Ordinal);
        Assert.Equal((0, "1 decoders, 1 samples, 0 wrong"), Test(file, "--decoders", folder) is var (exit, output) ? (exit, output.Trim()) : default);
        Assert.Contains("/nowhere does not exist", Test(file, "--decoders", "/nowhere").Output, StringComparison.Ordinal);
    }

    private string Write(string text, string name = "gate.yaml")
    {
        var file = Path.Combine(folder, "example", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    private static (int Exit, string Output) Test(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "yagura"), ["decoders", "test", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
