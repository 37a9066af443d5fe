using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Scribe.App.SignIn;

/// <summary>Who is signed in on this page. The cookie itself is HttpOnly and out of reach.</summary>
public sealed class Session
{
    public SignedIn? Person { get; private set; }

    /// <summary>True when the cookie ended while the page was in use: the page stays as it is beneath a sign-in form.</summary>
    public bool Expired { get; private set; }

    public event Action? Changed;

    public void Begin(SignedIn person)
    {
        Person = person;
        Expired = false;
        Changed?.Invoke();
    }

    public void Expire()
    {
        if (Person is null || Expired)
        {
            return;
        }

        Expired = true;
        Changed?.Invoke();
    }

    public void End()
    {
        Person = null;
        Expired = false;
        Changed?.Invoke();
    }

    public bool Has(string role) => Person?.Roles.Contains(role) ?? false;
}
