using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>Finds the plans that may know a line without asking all of them.</summary>
/// <remarks>
/// First the plans that ask for the program, the Cisco facility, the message id or structured data; then those that only look at the body.
/// Within each group the smaller rank comes first, then the name: the same line always goes to the same decoder.
/// </remarks>
internal sealed class Dispatch
{
    private readonly ulong[] body;
    private readonly ulong[] nobody;
    private readonly KeyTable programs;
    private readonly ulong[][] byProgram;
    private readonly ulong[] otherPrograms;

    /// <param name="plans">In the order of rank and name.</param>
    /// <param name="programsOf">Whole program names that a plan asks for.</param>
    public Dispatch(IReadOnlyList<Plan> plans, Func<Plan, IReadOnlyList<string>> programsOf)
    {
        Candidates = new CandidateIndex(plans.SelectMany(plan => plan.Candidates));
        var header = plans.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly)).ToHashSet();
        var other = header.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly && (one.Programs is null || one.ProgramPrefixes.Length > 0))).ToHashSet();
        string[] names = [.. header.SelectMany(programsOf).Distinct(StringComparer.Ordinal)];
        programs = new KeyTable([.. names.Select((name, number) => KeyValuePair.Create(name, number))]);
        nobody = Set(_ => false);
        body = Set(one => one.Recogniser.AsksBodyOnly);
        otherPrograms = Set(one => !one.Recogniser.AsksBodyOnly && other.Contains(one.Plan) && (one.Recogniser.Programs is null || one.Recogniser.ProgramPrefixes.Length > 0));
        byProgram = [.. names.Select(name => Set(one =>
            !one.Recogniser.AsksBodyOnly && (programsOf(one.Plan).Contains(name) || other.Contains(one.Plan)) && (one.Recogniser.Programs is null || one.Recogniser.IsProgram(Plan.Utf8(name)))))];
    }

    /// <summary>All candidates; the sets below are sets of their numbers.</summary>
    public CandidateIndex Candidates { get; }

    /// <summary>Candidates that ask for something in this line's header.</summary>
    public ulong[] ByHeader(Line line)
    {
        var number = programs.Find(line.Envelope.Program.Of(line.Text));
        return number < 0 ? otherPrograms : byProgram[number];
    }

    /// <summary>Candidates that only look at the body.</summary>
    public ulong[] ByBody(Line line) => line.Message.IsEmpty ? nobody : body;

    private ulong[] Set(Func<Candidate, bool> holds) => Candidates.SetOf(number => holds(Candidates[number]));
}
