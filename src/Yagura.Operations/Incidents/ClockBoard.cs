using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Adoption;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Clocks;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>The clocks that pages show: those that run now, and those of one subject.</summary>
public sealed class ClockBoard(OperationsStore store, ContractBook book)
{
    /// <summary>Subjects read for the board, at most; more open subjects than this are beyond what a board can show.</summary>
    public const int SubjectsMax = 2_000;

    /// <summary>Running and overdue clocks of all open incidents and unjudged sandbox alerts, the nearest deadline first.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="stop">Gives up waiting.</param>
    public Task<IReadOnlyList<ClockState>> RunningAsync(DateTimeOffset now, CancellationToken stop) => store.ReadAsync<IReadOnlyList<ClockState>>(async context =>
    {
        var open = await context.Incidents.Where(row => row.State == IncidentStates.Open).OrderByDescending(row => row.Number).Select(row => row.Subject).Take(SubjectsMax).ToListAsync(stop);
        var merged = await context.Incidents.Where(row => row.State == IncidentStates.Merged).Select(row => row.Subject).Take(SubjectsMax).ToListAsync(stop);
        var alerts = await context.SandboxAlerts.Where(row => row.JudgedAt == null).OrderByDescending(row => row.ReceivedAt).Select(row => row.Subject).Take(SubjectsMax).ToListAsync(stop);
        var entries = await EntriesAsync(context, [.. open, .. merged, .. alerts], stop);
        return book.Read(entries, now) is not { } reading ? [] :
        [
            .. reading.States.Where(state => state.State is ClockStatus.Running or ClockStatus.Overdue).OrderBy(state => state.Deadline?.At.UtcTicks ?? long.MaxValue),
        ];
    });

    /// <summary>Every clock of one subject, with what is to be printed beside them; null without a contract.</summary>
    public Task<ClockReading?> OfSubjectAsync(string subject, DateTimeOffset now, CancellationToken stop) => store.ReadAsync(async context =>
    {
        var reading = book.Read(await EntriesAsync(context, await WithMergedAsync(context, subject, stop), stop), now);
        return reading is null ? null : reading with { States = [.. reading.States.Where(state => state.Subject == subject)] };
    });

    /// <summary>A subject and the incidents that were merged into it, directly or through others.</summary>
    internal static async Task<IReadOnlyList<string>> WithMergedAsync(StoreContext context, string subject, CancellationToken stop)
    {
        var subjects = new List<string> { subject };
        for (var i = 0; i < subjects.Count && subjects.Count < SubjectsMax; i++)
        {
            var into = subjects[i];
            subjects.AddRange((await context.Incidents.Where(row => row.MergedInto == into).Select(row => row.Subject).ToListAsync(stop)).Except(subjects));
        }

        return subjects;
    }

    /// <summary>All entries of some subjects, in order of number.</summary>
    internal static async Task<IReadOnlyList<JournalEntry>> EntriesAsync(StoreContext context, IReadOnlyList<string> subjects, CancellationToken stop) =>
        JournalRead.Entries(await context.Journal.Where(row => subjects.Contains(row.Subject)).OrderBy(row => row.Number).Select(row => row.Line).ToListAsync(stop));
}
