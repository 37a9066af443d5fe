using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.EndToEnd.Tests.Rehearsal;

/// <summary>The visits of the scripted peer, and who is signed in there.</summary>
public sealed class RehearsalVisits
{
    public const string Email = "clinician@north.example";
    public const string OtherEmail = "clinician@south.example";
    public const string Password = "correct horse battery staple";

    readonly ConcurrentDictionary<Guid, RehearsalVisit> visits = new();
    RehearsalUpload? uploading;

    public SignedIn? SignedIn { get; set; }
    public IEnumerable<RehearsalVisit> All => visits.Values;

    /// <summary>While true frames are stored but not acknowledged.</summary>
    public bool WithholdAcknowledgements { get; set; }

    public RehearsalVisit Add(VisitState state = VisitState.AwaitingConsent, TimeSpan age = default)
    {
        var visit = new RehearsalVisit(this, state, TimeProvider.System.GetUtcNow() - age);
        visits[visit.Detail.Summary.Id] = visit;
        return visit;
    }

    public RehearsalVisit? Find(Guid id) => visits.GetValueOrDefault(id);

    public RehearsalVisit Get(Guid id) => visits[id];

    public IResult SignIn(SignInRequest request)
    {
        if (request.Email is not (Email or OtherEmail) || request.Password != Password)
        {
            return Results.Problem("The e-mail address and the password do not match an account. Try again, or ask your administrator.", statusCode: 401, title: "Not signed in");
        }

        SignedIn = request.Email == Email ? Clinician : OtherClinician;
        return Results.Ok(SignedIn);
    }

    public static SignedIn Clinician { get; } = new()
    {
        PersonId = Guid.NewGuid(),
        DisplayName = "Dr Ada North",
        TenantId = Guid.NewGuid(),
        TenantName = "North Clinic",
        Roles = ["clinician"],
        Demonstration = true,
    };

    public static SignedIn OtherClinician { get; } = Clinician with { PersonId = Guid.NewGuid(), DisplayName = "Dr Sam South", TenantId = Guid.NewGuid(), TenantName = "South Clinic" };

    internal RehearsalUpload Uploading(Action abort) => uploading = new RehearsalUpload(abort);

    /// <summary>Cuts the connection that uploads now, as a failing network would. What it still had on its way is not stored.</summary>
    public void DropUpload() => uploading?.Drop();
}

/// <summary>One call that uploads. Once it was dropped it stores nothing, so that its frames and those of the next call never mix.</summary>
internal sealed class RehearsalUpload(Action abort)
{
    readonly Lock gate = new();
    bool dropped;

    public long? Store(RehearsalVisit visit, int channels, AudioFrame frame)
    {
        lock (gate)
        {
            return dropped ? null : visit.Store(channels, frame);
        }
    }

    public void Drop()
    {
        lock (gate)
        {
            dropped = true;
        }

        abort();
    }
}
