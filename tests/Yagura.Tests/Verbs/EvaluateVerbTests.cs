using System.Diagnostics;
using System.Text.Json;
using Xunit;
using Yagura.ServiceLevel.Journal;
using Yagura.Tests.ServiceLevel;
using Yagura.Verbs;

namespace Yagura.Tests.Verbs;

/// <summary>The verb over hostile files: what is wrong is named with file and line, what can be evaluated still is, and the exit code says which it was.</summary>
public sealed class EvaluateVerbTests : IDisposable
{
    private const string Detected = """{"number":1,"at":"2021-04-10T10:00:00+09:00","stated":null,"kind":"incident.detected","subject":"INC-1","actor":"machine","data":{"finding":"f"}}""";
    private const string Severe = """{"number":2,"at":"2021-04-10T10:00:00+09:00","stated":null,"kind":"incident.severity-set","subject":"INC-1","actor":"machine","data":{"severity":3}}""";
    private const string Contained = """{"number":3,"at":"2021-04-10T10:31:00+09:00","stated":null,"kind":"containment.completed","subject":"INC-1","actor":"contractor:tanaka","data":{"target":"a"}}""";
    private static readonly string Soc = Path.Combine(Journals.Root, "contracts", "jst-soc.yaml");

    private readonly string folder = Directory.CreateTempSubdirectory("yagura-evaluate-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, int, string> Hostile() => new()
    {
        { """{"number":4,"at":""", 4, "not a line of JSON" },
        { Contained.Replace("\"number\":3", "\"number\":4", StringComparison.Ordinal).Replace("10:31:00+09:00", "10:31:00", StringComparison.Ordinal), 4, "has no offset" },
        { Contained.Replace("10:31", "10:05", StringComparison.Ordinal), 4, "number 3 is already on line 3" },
        { Contained.Replace("\"number\":3", "\"number\":99999999999999999999", StringComparison.Ordinal), 4, "whole number" },
        { Contained.Replace("\"number\":3", "\"number\":4", StringComparison.Ordinal).Replace("2021-04-10", "2021-02-30", StringComparison.Ordinal), 4, "not an ISO 8601 time" },
        { Contained.Replace("\"number\":3", "\"number\":4,\"number\":5", StringComparison.Ordinal), 4, "the member number is there twice" },
        { Contained.Replace("\"number\":3", "\"number\":4", StringComparison.Ordinal).Replace("\"a\"", "\"" + new string('a', JournalReader.LineBytesMax) + "\"", StringComparison.Ordinal), 4, "too long" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_line_is_named_with_file_and_line_and_the_others_are_evaluated(string line, int position, string says)
    {
        File.WriteAllText(Path.Combine(folder, "j.ndjson"), $"\uFEFF{Detected}\r\n{Severe}\r\n{Contained}\r\n{line}\r\n");

        var (exit, output, error) = Evaluate("j.ndjson", "--json");

        Assert.Equal(0, exit);
        using var json = JsonDocument.Parse(output);
        var fault = json.RootElement.GetProperty("faults").EnumerateArray().First(fault => fault.GetProperty("line").GetInt32() == position);
        Assert.EndsWith("j.ndjson", fault.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Contains(says, fault.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(fault.GetProperty("leftOut").GetBoolean());
        Assert.Contains($"j.ndjson:{position}:", error, StringComparison.Ordinal);
        Assert.Equal(1, Measure(json, "sev3-containment").GetProperty("over").GetInt32());
        Assert.Contains($"j.ndjson:{position}:", Evaluate("j.ndjson", "--language", "en").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Hashes_that_fail_end_with_1_and_hashes_missing_on_some_lines_are_not_verified()
    {
        var first = JournalHash.Next(JournalHash.Genesis, Detected);
        var second = JournalHash.Next(first, Severe);
        File.WriteAllText(Path.Combine(folder, "whole.ndjson"), $"{JournalLine.WithHash(Detected, first)}\n{JournalLine.WithHash(Severe, second)}\n");
        File.WriteAllText(Path.Combine(folder, "edited.ndjson"), $"{JournalLine.WithHash(Detected, first)}\n{JournalLine.WithHash(Severe.Replace(":3}", ":1}", StringComparison.Ordinal), second)}\n");
        File.WriteAllText(Path.Combine(folder, "part.ndjson"), $"{JournalLine.WithHash(Detected, first)}\n{JournalLine.WithHash(Severe, second)}\n{Contained}\n");

        Assert.Equal((0, true), Verified("whole.ndjson"));
        Assert.Equal((1, false), Verified("edited.ndjson"));
        Assert.Equal((0, false), Verified("part.ndjson"));
        Assert.Contains("edited.ndjson:2:", Evaluate("edited.ndjson", "--json").Error, StringComparison.Ordinal);
        Assert.Contains("some lines carry no hash", Evaluate("part.ndjson", "--language", "en").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_journal_and_an_as_of_before_the_first_entry_are_evaluated_and_say_so()
    {
        File.WriteAllText(Path.Combine(folder, "empty.ndjson"), "");
        File.WriteAllText(Path.Combine(folder, "j.ndjson"), Detected + "\n");

        foreach (var (exit, output, _) in new[] { Evaluate("empty.ndjson", "--language", "en"), Evaluate("j.ndjson", "--language", "en", "--as-of", "2020-01-01T00:00:00+09:00") })
        {
            Assert.Equal(0, exit);
            Assert.Contains("no entry was recorded by the as-of", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_measure_of_an_unknown_form_is_left_out_by_file_and_line_and_the_others_are_evaluated()
    {
        File.WriteAllText(Path.Combine(folder, "j.ndjson"), $"{Detected}\n{Severe}\n{Contained}\n");
        File.WriteAllText(Path.Combine(folder, "c.yaml"), "period: {contract: 2021-04-01..2022-03-31}\nmeasures:\n- id: odd\n  magic: {limit: 1}\n- id: closed\n  clock: {from: incident.detected, to: containment.completed}\n  limit: 30m\n");

        var (exit, output, error) = Run("evaluate", "--journal", Path.Combine(folder, "j.ndjson"), "--contract", Path.Combine(folder, "c.yaml"), "--from", "2021-04-01", "--to", "2021-04-30", "--json");

        Assert.Equal(0, exit);
        Assert.Contains("c.yaml:3:", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["closed"], json.RootElement.GetProperty("measures").EnumerateArray().Select(measure => measure.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("2021-05-01", "2021-04-01", null, "lies before --from")]
    [InlineData("2021-02-30", "2021-04-01", null, "is no date")]
    [InlineData("2021-04-01", "2021-04-30", "2021-05-01T00:00:00", "is no instant")]
    public void A_question_that_cannot_be_asked_ends_with_2(string from, string to, string? asOf, string says)
    {
        File.WriteAllText(Path.Combine(folder, "j.ndjson"), Detected + "\n");
        string[] question = ["evaluate", "--journal", Path.Combine(folder, "j.ndjson"), "--contract", Soc, "--from", from, "--to", to];

        var (exit, output, error) = Run(asOf is null ? question : [.. question, "--as-of", asOf]);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    private (int Exit, bool Verified) Verified(string journal)
    {
        var (exit, output, _) = Evaluate(journal, "--json");
        using var json = JsonDocument.Parse(output);
        return (exit, json.RootElement.GetProperty("journal").GetProperty("verified").GetBoolean());
    }

    private static JsonElement Measure(JsonDocument json, string id) => json.RootElement.GetProperty("measures").EnumerateArray().First(measure => measure.GetProperty("id").GetString() == id);

    private (int Exit, string Output, string Error) Evaluate(string journal, params string[] more) =>
        Run(["evaluate", "--journal", Path.Combine(folder, journal), "--contract", Soc, "--from", "2021-04-01", "--to", "2021-04-30", .. more]);

    // The executable itself: its console is the machine's, which tests of one process cannot share.
    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [typeof(AllVerbs).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
