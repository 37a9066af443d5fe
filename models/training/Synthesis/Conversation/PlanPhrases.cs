using OnPremLlm.Training.Synthesis.Wording;

namespace OnPremLlm.Training.Synthesis.Conversation;

/// <summary>What is decided. {m1} is a medicine with dose and frequency, {n1} its name.</summary>
internal static class PlanPhrases
{
    public static Phrases Start { get; } = new(
        "[~so] I'm going to start you on {m1}.", "[~so] I'd like to start you on {m1}.", "[~so] let's start {m1}.", "[~so] I'll prescribe {m1}.",
        "We'll try {m1}.", "[~so] I want you to take {m1}.", "[~so] I'm going to put you on {m1}.", "[~so] I'll send {m1} to your pharmacy.",
        "[~so] let's add {m1}.", "I'll give you a prescription for {m1}.", "What I'd suggest is {m1}.", "[~so] we can begin with {m1}.", "Start {m1}.",
        "[~so] you'll be taking {m1}.", "How about we try {m1}?", "I'm going to call in {m1} for you.", "[~so] for that I'd use {m1}.",
        "I'm writing you a script for {m1}, [it should help within a few days|take it with food|you can pick it up today].",
        "My suggestion is that we start {m1}.", "To get this under control, {m1}.", "You'll get {m1} from me.", "I think you'd do well on {m1}.",
        "The treatment is {m1}.", "Let me give you {m1} [to try|for that|for now].", "For the {m1}, the prescription is already at your pharmacy.",
        "I've decided on {m1}.");

    public static Phrases StartCorrected { get; } = new(
        "[~so] I'll start you on <m <n {n1}> {wrong}, ~wait <rest {d1} {f1}>>.", "Let's do <m <n {n1}>, {wrong}, ~wait <rest {d1}, {f1}>>.",
        "I'll prescribe {other}, ~wait <m {n1} {d1} {f1}>.", "We'll go with {other}. Actually, no, that one makes people sleepy, so <m {n1} {d1} {f1}>.",
        "Let me prescribe <m <n {n1}> at {wrong}, hmm, ~wait <rest {d1} {f1}>>.", "You'll take <m <n {n1}>, {wrong}, no, that's too much, <rest {d1} {f1}>>.",
        "I'd go for {other}, but your insurance won't pay for it, so let's use <m {n1} {d1} {f1}>.",
        "I was thinking of {other}, but <m {n1}, {d1} {f1}> is the better choice.");

    public static Phrases Length { get; } = new(
        "[Take it|Do that|Stay on it] for {length}.", "For {length}, and then we'll see.", "You'll need it for {length}.", "One course, {length}.",
        "{length} should do it.", "Give it {length}.", "Take the whole course, {length}, even if you feel better.", "We'll try that for {length}.");

    public static Phrases Stop { get; } = new(
        "[~so] I want you to stop the <n {n1}>.", "[~so] let's stop the <n {n1}>.", "You can stop taking the <n {n1}>.",
        "[~so] we'll discontinue the <n {n1}>.", "I'd like you to come off the <n {n1}>.", "Don't take the <n {n1}> anymore.", "No more <n {n1}>.",
        "[~so] I'm going to take you off the <n {n1}>.", "Let's get rid of the <n {n1}>.", "Hold the <n {n1}> for now.", "The <n {n1}> has to go.",
        "I think you don't need the <n {n1}> any longer.", "Please leave out the <n {n1}> from now on.", "We'll take the <n {n1}> off your list.",
        "Let's drop the <n {n1}>.");

    public static Phrases Continue { get; } = new(
        "[~so] keep taking the <n {n1}>.", "[~so] continue the <n {n1}>.", "[~so] stay on the <n {n1}>.", "The <n {n1}> stays the same.",
        "[~so] let's keep the <n {n1}> as it is.", "You can carry on with the <n {n1}>.", "Continue <n {n1}> as before.", "No change with the <n {n1}>.",
        "I'll refill your <n {n1}>, same dose.", "[~so] just keep going with the <n {n1}>.", "I'm happy with the <n {n1}>, so keep that going.",
        "Go on with the <n {n1}> as you have been.", "The <n {n1}> is doing its job, we'll leave it.", "You should keep the <n {n1}> going.");

    public static Phrases Change { get; } = new(
        "[~so] let's increase the <n {n1}> to <d {new}>.", "[~so] I'd like to go up on the <n {n1}> to <d {new}>.",
        "[~so] we'll raise your <n {n1}> from {old} to <d {new}>.", "Let's change the <n {n1}> to <d {new}>.",
        "[~so] I'm going to lower the <n {n1}> to <d {new}>.", "[~so] cut the <n {n1}> down to <d {new}>.",
        "We'll adjust the <n {n1}>, <d {new}> from now on.", "[~so] take <d {new}> of the <n {n1}> instead of {old}.", "I want you on <d {new}> of <n {n1}>.",
        "Let's bump the <n {n1}> up to <d {new}>.", "Your <n {n1}> goes to <d {new}>.", "From tomorrow the <n {n1}> will be <d {new}>.",
        "I'm changing the dose of the <n {n1}> to <d {new}>.", "The <n {n1}> isn't quite right at {old}, so make it <d {new}>.",
        "We'll try <d {new}> of <n {n1}>.");

    public static Phrases Test { get; } = new(
        "[~so] I'll order {t}.", "[~so] we'll get {t}.", "[~so] let's do {t}.", "[~so] I'd like to get {t}.", "[~so] I want to check {t}.",
        "[~so] I'm going to send you for {t}.", "[~so] we need {t}.", "[~so] let's get {t} today.", "[~so] I'd like you to have {t}.", "You'll need {t}.",
        "I'll put in an order for {t}.", "[~so] we should do {t}, just to be safe.", "I'm ordering {t}.", "First thing, {t}.",
        "Before you leave we'll do {t}.", "Let's schedule {t}.", "To be sure, {t}.", "It's time for {t} again.", "Next step is {t}.",
        "I'd feel better if we had {t}.", "Let's have them do {t} [this week|tomorrow|downstairs].", "I'm requesting {t}.");

    public static Phrases TestTwo { get; } = new(
        "[~so] I'll order {t} and {u}.", "[~so] let's get {t} and {u}.", "[~so] we'll do {t}, and also {u}.", "[~so] I want {t} and {u}.",
        "We need two things, {t} and {u}.", "You'll have {t}, then {u}.");

    public static Phrases Refer { get; } = new(
        "[~so] I'm going to refer you to {t}.", "[~so] I'll send you to {t}.", "[~so] I'd like you to see {t}.", "[~so] let's get you in with {t}.",
        "I'll put in a referral to {t}.", "[~so] you should see {t}.", "[~so] I'll set up an appointment with {t}.", "I think {t} should have a look at it.",
        "My office will call {t} for you.", "You'll be seen by {t}.", "This is something for {t}.", "I want {t} to take a look at you.",
        "Let me call {t} and get you an appointment.");

    public static Phrases Advise { get; } = new(
        "[~so] I want you to <a {a}>.", "[~so] make sure you <a {a}>.", "Try to <a {a}>.", "[~so] you should <a {a}>.", "<a {a}>.",
        "In the meantime, <a {a}>.", "It would help if you <a {a}>.", "[~so] I'd recommend that you <a {a}>.", "[~so] remember to <a {a}>.",
        "And please <a {a}>.", "The most important thing is to <a {a}>.", "At home, <a {a}>.", "Can you <a {a}> for me?", "What helps is to <a {a}>.",
        "I can't stress enough, <a {a}>.", "You might want to <a {a}>.", "Will you promise to <a {a}>?", "One thing you can do is <a {a}>.");

    public static Phrases AdviseTwo { get; } = new(
        "[~so] <a {a}> and <b {b}>.", "I want you to <a {a}> and <b {b}>.", "Try to <a {a}>, and <b {b}>.", "For now, <a {a}>, <b {b}>, and we'll see.",
        "You should <a {a}> and also <b {b}>.", "Two things for home. <a {a}> and <b {b}>.", "It's important to <a {a}> and to <b {b}>.",
        "What you can do yourself is <a {a}> and <b {b}>.", "Please <a {a}>. Also, <b {b}>.");

    public static Phrases FollowUp { get; } = new(
        "[~so] come back <w in {length}>.", "[~so] let's follow up <w in {length}>.", "[~so] I'll see you again <w in {length}>.",
        "[~so] I want to see you back <w in {length}>.", "[~so] follow up with me <w in {length}>.", "Make an appointment for <w {length}> from now.",
        "[~so] let's check on you again <w in {length}>.", "[~so] return <w in {length}>.", "See me <w in {length}>.",
        "Let's meet again <w in {length}> to see how you're doing.", "I'd like a recheck <w in {length}>.", "We'll do a follow-up <w in {length}>.",
        "[~so] see you <w in {length}>.", "Let's have you back <w in {length}>, sooner if you need me.", "Book something with me <w in {length}>.",
        "Let's touch base <w in {length}>.", "We'll talk again <w in {length}>.", "My nurse will set up a visit <w in {length}>.");

    public static Phrases FollowUpCorrected { get; } = new(
        "Come back in {wrong}, ~wait <w in {length}>.", "Let's follow up in {wrong}. Actually, I'm away then, so <w in {length}>.",
        "I'll see you in {wrong}, ~wait <w in {length}>.", "Two visits would be too much, so not in {wrong} but <w in {length}>.",
        "Let's say {wrong}, hmm, ~wait <w in {length}>.", "Come see me in {wrong}. Or let's make that <w in {length}>.");

    public static Phrases Warn { get; } = new(
        "[~so] come back if <i {i}>.", "[~so] call me if <i {i}>.", "Come in sooner if <i {i}>.", "[~so] go to the emergency room if <i {i}>.",
        "If <i {i}>, call us right away.", "Let me know if <i {i}>.", "[~so] I want you back here if <i {i}>.", "If <i {i}>, don't wait, come in.",
        "Call the office if <i {i}>.", "If <i {i}>, I need to hear from you.", "Should it happen that <i {i}>, go straight to the hospital.",
        "Promise me to come back if <i {i}>.", "As long as nothing changes we wait, but if <i {i}>, call.");

    public static Phrases Together { get; } = new(
        "[~so] so the plan is {m1}, and come back <w in {length}>.", "[~so] here's what we'll do. I'll start {m1}, and I'll see you <w in {length}>.",
        "[~so] let's do {t} and start {m1}.", "I'd like to start {m1}, and let's get {t}.", "[~so] {t} first, then {m1}, and follow up <w in {length}>.",
        "My plan would be to start {m1} and have you back <w in {length}>.", "First {t}, and meanwhile you take {m1}.",
        "You start {m1} tonight, we get {t} tomorrow, and I see you <w in {length}>.", "We'll go ahead with {t}, and I'm prescribing {m1} as well.");

    public static Phrases Recap { get; } = new(
        "So, [to recap|just to go over it again], {a}, and {b}. [Okay|Any questions]?", "Okay, let me repeat the plan, {a} and {b}.",
        "So that's {a}, and {b}, [all clear|okay]?");
}
