using System.Collections.Concurrent;
using OnPremLlm.Tenancy;

namespace OnPremLlm.Host.Web.Admin;

/// <summary>
/// The forms for new keys that were shown and not sent yet: each makes one key at most. Attack, and accident: whoever reloads the page that shows a
/// key sends its form again, and a second key that nobody looks after would be alive. In memory alone: after a restart of the Host the forms from
/// before make no key. Thread-safe.
/// </summary>
internal sealed class KeyForms
{
    /// <summary>Of one person in one clinic; the oldest ones make no key any more.</summary>
    public const int Most = 20;

    readonly ConcurrentDictionary<(TenantId Tenant, PersonId Person), List<Guid>> _open = new();

    /// <summary>The number of a form that is shown now.</summary>
    public Guid Show(TenantId tenant, PersonId person)
    {
        var form = Guid.NewGuid();
        var mine = _open.GetOrAdd((tenant, person), _ => []);
        lock (mine)
        {
            mine.Add(form);
            mine.RemoveRange(0, Math.Max(0, mine.Count - Most));
        }

        return form;
    }

    /// <summary>True once, for a form that was shown to this person in this clinic.</summary>
    public bool Take(TenantId tenant, PersonId person, string? form)
    {
        if (!Guid.TryParse(form, out var number) || !_open.TryGetValue((tenant, person), out var mine))
        {
            return false;
        }

        lock (mine)
        {
            return mine.Remove(number);
        }
    }
}
