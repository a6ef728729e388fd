using Yagura.Decoding.Text;

namespace Yagura.Decoding.Plans;

/// <summary>Finds the plans that may know a line without asking all of them.</summary>
/// <remarks>
/// First the plans that ask for the program, the Cisco facility, the message id or structured data; then those that only look at the body, by its first byte.
/// Within each group the smaller rank comes first, then the name: the same line always goes to the same decoder.
/// </remarks>
internal sealed class Dispatch
{
    private readonly Plan[] header;
    private readonly Plan[][] body = new Plan[257][];
    private readonly KeyTable programs;
    private readonly Plan[][] byProgram;
    private readonly Plan[] headerOther;

    /// <param name="plans">In the order of rank and name.</param>
    /// <param name="programsOf">Whole program names that a plan asks for.</param>
    public Dispatch(IReadOnlyList<Plan> plans, Func<Plan, IReadOnlyList<string>> programsOf)
    {
        header = [.. plans.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly))];
        headerOther = [.. header.Where(plan => plan.Recognisers.Any(one => !one.AsksBodyOnly && (one.Programs is null || one.ProgramPrefixes.Length > 0)))];
        var names = header.SelectMany(programsOf).Distinct(StringComparer.Ordinal).ToArray();
        programs = new KeyTable([.. names.Select((name, number) => KeyValuePair.Create(name, number))]);
        byProgram = [.. names.Select(name => header.Where(plan => programsOf(plan).Contains(name) || headerOther.Contains(plan)).ToArray())];
        for (var first = 0; first < 256; first++)
            body[first] = [.. plans.Where(plan => plan.Recognisers.Any(one => one.AsksBodyOnly && one.CanBegin((byte)first)))];
        body[256] = [];
    }

    /// <summary>Plans that ask for something in this line's header.</summary>
    public Plan[] ByHeader(Line line)
    {
        var number = programs.Find(line.Envelope.Program.Of(line.Text));
        return number < 0 ? headerOther : byProgram[number];
    }

    /// <summary>Plans that only look at the body.</summary>
    public Plan[] ByBody(Line line)
    {
        var message = line.MessageBytes;
        return body[message.IsEmpty ? 256 : message[0]];
    }
}
