using System.Globalization;
using Yagura.Settings;

namespace Yagura.Outside;

/// <summary>One poll of a collection: every page since the last one, kept page by page, so that a server that fails half-way is asked on from there.</summary>
internal sealed class TaxiiPoll(TaxiiSettings feed, TaxiiShelf shelf, Func<string, string> resolve, TimeProvider time)
{
    /// <summary>Pages of one poll; the rest comes with the next.</summary>
    private const int PagesMax = 10_000;

    /// <summary>Objects that are held before they are written.</summary>
    private const int ObjectsAtOnce = 50_000;

    /// <summary>How far it was asked.</summary>
    public TaxiiState State() => shelf.Read(feed.Collection.AbsoluteUri);

    /// <summary>Polls; whether indicators changed. A failure is in the state, never thrown.</summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        var state = State() with { LastPoll = time.GetUtcNow() };
        var isChanged = false;
        try
        {
            var asked = state.AddedAfter ?? feed.AddedAfter?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
            var pending = new List<TaxiiObject>();
            string? next = null, last = null;
            using var client = new TaxiiClient(feed, resolve);
            for (var pages = 0; pages < PagesMax; pages++)
            {
                TaxiiPage page;
                try
                {
                    page = await client.PageAsync(asked, next, stop);
                }
                catch (TaxiiException)
                {
                    // What came before is kept, and is where the next poll goes on.
                    isChanged |= shelf.Take(pending);
                    state = state with { AddedAfter = last ?? state.AddedAfter };
                    throw;
                }

                pending.AddRange(page.Objects);
                last = page.AddedLast ?? last;
                var isStuck = page.IsStuck || (page.Next is not null && page.Next == next);
                next = isStuck ? null : page.Next;
                if (pending.Count < ObjectsAtOnce && next is not null)
                    continue;
                isChanged |= shelf.Take(pending);
                pending.Clear();
                state = state with { AddedAfter = last ?? state.AddedAfter };
                if (isStuck)
                    throw new TaxiiException("the server says that there is more, and not where it goes on");
                if (next is null)
                    break;
            }

            state = state with { LastSuccess = state.LastPoll, Error = null };
        }
        catch (Exception failed) when (failed is TaxiiException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            state = state with { Error = failed.Message };
        }

        return Keep(state) && isChanged;
    }

    private bool Keep(TaxiiState state)
    {
        try
        {
            shelf.Keep(state);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // The objects are there; only how far they go is not known, and is asked again.
        }

        return true;
    }
}
