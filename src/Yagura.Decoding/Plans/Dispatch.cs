using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>Finds the plans that may know a line without asking all of them.</summary>
/// <remarks>
/// First the plans that ask for the program, the Cisco facility, the message id or structured data; then those that only look at the body, by its first byte.
/// Within each group the smaller rank comes first, then the name: the same line always goes to the same decoder.
/// </remarks>
internal sealed class Dispatch
{
    private readonly Candidates[] body;
    private readonly Candidates none = new([]);
    private readonly KeyTable programs;
    private readonly Candidates[] byProgram;
    private readonly Candidates headerOther;

    /// <param name="plans">In the order of rank and name.</param>
    /// <param name="programsOf">Whole program names that a plan asks for.</param>
    public Dispatch(IReadOnlyList<Plan> plans, Func<Plan, IReadOnlyList<string>> programsOf)
    {
        Plan[] header = [.. plans.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly))];
        Plan[] other = [.. header.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly && (one.Programs is null || one.ProgramPrefixes.Length > 0)))];
        var names = header.SelectMany(programsOf).Distinct(StringComparer.Ordinal).ToArray();
        programs = new KeyTable([.. names.Select((name, number) => KeyValuePair.Create(name, number))]);
        headerOther = new Candidates(other.SelectMany(plan => plan.Candidates.Where(one => one.Recogniser.Programs is null || one.Recogniser.ProgramPrefixes.Length > 0)));
        byProgram = [.. names.Select(name => new Candidates(header.Where(plan => programsOf(plan).Contains(name) || other.Contains(plan))
            .SelectMany(plan => plan.Candidates).Where(one => one.Recogniser.Programs is null || one.Recogniser.IsProgram(Plan.Utf8(name)))))];
        body = [.. Enumerable.Range(0, FirstByte.Count).Select(group => new Candidates(plans.SelectMany(plan => plan.Candidates)
            .Where(one => one.Recogniser.AsksBodyOnly && (FirstByte.GroupsOf(one.CanBegin) & (1u << group)) != 0)))];
    }

    /// <summary>Candidates that ask for something in this line's header.</summary>
    public Candidates ByHeader(Line line)
    {
        var number = programs.Find(line.Envelope.Program.Of(line.Text));
        return number < 0 ? headerOther : byProgram[number];
    }

    /// <summary>Candidates that only look at the body.</summary>
    public Candidates ByBody(Line line)
    {
        var message = line.MessageBytes;
        return message.IsEmpty ? none : body[FirstByte.Number(message[0])];
    }
}
